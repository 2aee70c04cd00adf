import type { ScoringSettings } from '../settings';
import type { TensorStatistics } from '../statistics';
import type { FisherMeans } from './fisher-means';

/** One weight as a method sees it: what was measured on it, and its values, both in PyTorch layout. */
export interface WeightToScore {
  readonly statistics: TensorStatistics;
  readonly weights: Float32Array;
  /** Means over every candidate, to divide by where a method compares Fisher information with other terms. */
  readonly means: FisherMeans;
}

/** What a method reads of an analysis. */
export type StatisticKind = 'fisher' | 'gradients';

/** A way to score the elements of a weight. The lowest scores go first; scores of all candidates are compared with each other. */
export interface Method {
  readonly label: string;
  readonly help: string;
  /** The score of an element, as a formula in plain text. F̂ is Fisher information divided by its mean over all candidates. */
  readonly formula: string;
  /** The settings it reads, in the order to show them; post-processing applies to every method. */
  readonly settings: readonly (keyof ScoringSettings)[];
  readonly statistics: readonly StatisticKind[];
  /** Float32 scores in the order of the weights; arithmetic in float64. */
  readonly score: (weight: WeightToScore, settings: ScoringSettings) => Float32Array;
}
