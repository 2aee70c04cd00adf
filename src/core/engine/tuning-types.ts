import type { TensorOverlap } from '../gaprune/compare';
import type { InputDetail } from '../gaprune/methods';
import type { ScoreHistogram } from '../gaprune/score-histogram';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { Bytes } from '../units';
import type { DeviceChoice } from './types';

/** Everything that decides which weights go. */
export interface PruneSettings {
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
}

/** A size on disk, and after Deflate. */
export interface FileSizes {
  readonly dense: Bytes;
  readonly compressed: Bytes;
}

/** Sizes of the model's ONNX files with their data. */
export interface MeasuredSizes {
  readonly original: FileSizes;
  /** With the zeros of the plan, which leave the size on disk as it is. */
  readonly pruned: FileSizes;
}

/** What the page asks about a plan, beyond its counts. */
export interface TuningEngine {
  /** Ends the scoring of plans that are being made, with `CANCELLED`. */
  cancelPlan(): Promise<void>;
  scoreHistogram(settings: PruneSettings): Promise<ScoreHistogram>;
  /** How the masks of two settings meet, weight by weight. Masks of the last two settings are kept. */
  overlap(a: PruneSettings, b: PruneSettings): Promise<readonly TensorOverlap[]>;
  /** Share of what goes that would go by size alone. A newer call ends an older one with `CANCELLED`. */
  magnitudeOverlap(settings: PruneSettings): Promise<number>;
  /** Measure what some methods take of the inputs of products, on the sets of the analysis. Plans by those methods work from then on. */
  measureInputs(detail: Exclude<InputDetail, 'none'>, device: DeviceChoice, onProgress: (share: number) => void): Promise<void>;
  cancelInputs(): Promise<void>;
  /** Compresses the pruned model; a newer call ends an older one with `CANCELLED`. */
  measureSizes(settings: PruneSettings): Promise<MeasuredSizes>;
}
