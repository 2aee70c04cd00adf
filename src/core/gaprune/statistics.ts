/**
 * What an analysis measures on one weight. All arrays are float32, row-major, in PyTorch layout (`shape`).
 * Source: sections 5 and 6 of the algorithm.
 */
export interface TensorStatistics {
  readonly name: string;
  readonly shape: readonly number[];
  /** Diagonal Fisher information, `Σ g² / samples + 1e-8`. */
  readonly fisherGeneral: Float32Array;
  readonly fisherDomain: Float32Array;
  /** Mean gradient over the batch pairs. */
  readonly gradGeneral: Float32Array;
  readonly gradDomain: Float32Array;
  /** Cosine of the two mean gradients. */
  readonly tensorAlignment: number;
  /** Share of batch pairs whose gradients had a negative cosine. */
  readonly conflictRate: number;
  /** Batch pairs that have a cosine, those that the conflict rate is a share of; runs of older programs do not say. */
  readonly comparedPairs?: number | undefined;
}

/** One line of the record of losses; `counted` is false for a micro-batch that was skipped: its loss is ≤ 0, or nothing finite was left of it. */
export interface BatchLoss {
  readonly loss: number;
  readonly samples: number;
  readonly counted: boolean;
}

export interface AnalysisLosses {
  readonly fisherGeneral: readonly BatchLoss[];
  readonly fisherDomain: readonly BatchLoss[];
  readonly alignmentGeneral: readonly BatchLoss[];
  readonly alignmentDomain: readonly BatchLoss[];
}

/**
 * Records that were left out because no finite loss and gradient could be made of them: one, or those of a micro-batch of which none is to
 * blame alone. Their numbers in the set, from 0.
 */
export interface NotFinite {
  readonly set: 'general' | 'domain';
  readonly records: readonly number[];
}

/** Everything an analysis yields. */
export interface Statistics {
  readonly tensors: readonly TensorStatistics[];
  readonly losses: AnalysisLosses;
  /** Batch pairs of the alignment pass that were counted. */
  readonly pairs: number;
  /** By set and record, as numbers of the sets that were analysed; runs of older programs do not say. */
  readonly notFinite?: readonly NotFinite[] | undefined;
}

/** Added to the mean of squares (section 5). */
export const FISHER_FLOOR = 1e-8;

/** What was measured on the inputs x of the product `x·Wᵀ` that a weight is used in. Weights that share an input share this. */
export interface InputStatistics {
  /** Per channel, the root of the mean of its squares over tokens; each set counts one half. */
  readonly norms: Float32Array;
  /** U of the damped inverse covariance, H⁻¹ = UᵀU, in × in; null when only norms were measured. */
  readonly factor: Float64Array | null;
}

/** By PyTorch name; weights in no such product are missing. */
export type InputMeasurements = ReadonlyMap<string, InputStatistics>;
