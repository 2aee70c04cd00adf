import type { ScoringSettings } from '../settings';
import type { InputStatistics, TensorStatistics } from '../statistics';
import type { FisherMeans } from './fisher-means';

/** One weight as a method sees it: what was measured on it, and its values, both in PyTorch layout. */
export interface WeightToScore {
  readonly statistics: TensorStatistics;
  readonly weights: Float32Array;
  /** Means over every candidate, to divide by where a method compares Fisher information with other terms. */
  readonly means: FisherMeans;
  /** Null where the weight is in no product `x·Wᵀ`. */
  readonly inputs: InputStatistics | null;
  /** Share of the weight that is to go. */
  readonly sparsity: number;
}

/** What a method reads: of an analysis, or of the inputs of the products, which are measured when a method wants them. */
export type StatisticKind = 'fisher' | 'gradients' | 'input norms' | 'input covariances';

/** A way to score the elements of a weight. The lowest scores go first; scores of all candidates are compared with each other. */
export interface Method {
  readonly label: string;
  readonly help: string;
  /** The score of an element, as a formula in plain text. F̂ is Fisher information divided by its mean over all candidates. */
  readonly formula: string;
  /** The settings it reads, in the order to show them; post-processing applies to every method. */
  readonly settings: readonly (keyof ScoringSettings)[];
  readonly statistics: readonly StatisticKind[];
  /** Whether elements are compared with all others, or within a row of a weight first (all that make one output). */
  readonly comparedIn: 'all' | 'row';
  /** Whether scores depend on how much is to go: then every sparsity takes a scoring of its own. */
  readonly followsSparsity: boolean;
  /** Float32 scores in the order of the weights; arithmetic in float64. */
  readonly score: (weight: WeightToScore, settings: ScoringSettings) => Float32Array;
}
