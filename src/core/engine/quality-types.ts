import type { ComparisonReport } from '../evaluate/report';
import type { Explanation } from '../explain/explain';
import type { PruneSettings } from './tuning-types';
import type { DataRole, DeviceChoice, NamedFile } from './types';

/** A set of records to measure with. */
export interface HeldOutSummary {
  readonly fileName: string;
  /** Of its content; null for records that the analysis put aside, which follow from the run. */
  readonly sha256: string | null;
  readonly queries: number;
  /** Documents that each query is looked up among. */
  readonly corpus: number;
  /** Records that are not measured with, as the analysis used them. */
  readonly dropped: number;
}

/** Texts embedded, of all that a measurement takes. */
export interface QualityProgress {
  readonly done: number;
  readonly total: number;
}

/** The pruned model beside the dense one, on both held-out sets. */
export type Quality = Readonly<Record<DataRole, ComparisonReport>>;

/** Measuring and explaining the settings of a finished analysis. Of measurements, and of explanations, the newest ends the one before. */
export interface QualityEngine {
  openHeldOut(role: DataRole, file: NamedFile): Promise<HeldOutSummary>;
  /** Measure with the records that the finished analysis put aside. @throws EngineStateError when there are none */
  openPutAside(role: DataRole): Promise<HeldOutSummary>;
  /** Measure without those of the open held-out records that the analysis used. */
  leaveOutUsed(): Promise<Readonly<Record<DataRole, HeldOutSummary>>>;
  /** @throws CalibrationLeakError when held-out records are in the analysis's own sets, as far as those are open */
  measureQuality(settings: PruneSettings, device: DeviceChoice, onProgress: (progress: QualityProgress) => void): Promise<Quality>;
  explainMask(settings: PruneSettings, onProgress: (progress: QualityProgress) => void): Promise<Explanation>;
  cancelQuality(): Promise<void>;
}
