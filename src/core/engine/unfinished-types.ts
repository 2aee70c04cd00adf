import type { AnalysisSettings } from '../gaprune/settings';
import type { DeviceChoice, ModelSummary, TripletSummary } from './types';

/** An analysis that a reload or a crash cut, as it was kept last. Sets are file names; `savedAt` is ISO 8601. */
export interface UnfinishedSummary {
  readonly id: string;
  readonly savedAt: string;
  /** Samples counted, of all. */
  readonly done: number;
  readonly total: number;
  readonly modelName: string;
  readonly general: string;
  readonly domain: string;
}

/** What was open when it was cut, open again. Analysing with these settings goes on where it was. */
export interface OpenedUnfinished {
  readonly model: ModelSummary;
  readonly general: TripletSummary;
  readonly domain: TripletSummary;
  readonly settings: AnalysisSettings;
  readonly device: DeviceChoice;
}

export interface UnfinishedEngine {
  /** The latest analysis that was cut; null without one. Waits while another tab is at the only one. */
  unfinished(): Promise<UnfinishedSummary | null>;
  openUnfinished(id: string): Promise<OpenedUnfinished>;
  discardUnfinished(id: string): Promise<void>;
}
