import type { AnalysisSettings } from '../gaprune/settings';
import type { RecoverySettings } from '../recover/settings';
import type { PruneSettings } from './tuning-types';
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

/** A recovery of the open analysis that was cut, as it was kept last. Refining with the same goes on where it was. `savedAt` is ISO 8601. */
export interface UnfinishedRecovery {
  readonly id: string;
  readonly savedAt: string;
  /** Steps that are done, of those of `recovery`. */
  readonly done: number;
  readonly settings: PruneSettings;
  readonly update: boolean;
  readonly recovery: RecoverySettings;
  readonly device: DeviceChoice;
}

export interface UnfinishedEngine {
  /** The latest analysis that was cut; null without one. Waits while another tab is at the only one. */
  unfinished(): Promise<UnfinishedSummary | null>;
  openUnfinished(id: string): Promise<OpenedUnfinished>;
  discardUnfinished(id: string): Promise<void>;
  /** The latest recovery of the open analysis that was cut; null without one. */
  unfinishedRecovery(): Promise<UnfinishedRecovery | null>;
  discardRecovery(id: string): Promise<void>;
}
