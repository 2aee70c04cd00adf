import { type GradientProduct, elementwiseAlignmentRows, gradientProduct } from '../gaprune/alignment';
import type { TensorCut } from '../gaprune/mask';
import type { RankedTensor } from '../gaprune/scores';
import type { TensorStatistics } from '../gaprune/statistics';
import { keyOf } from '../gaprune/float-order';
import { type MatrixShape, matrixShape } from './cell-grid';
import { type Ranking, countEqual, rankShares, sameRanking } from './ranking';

/** What the ranking and the mask say of a weight that may be pruned. */
export interface CandidateTensor {
  readonly ranked: RankedTensor;
  readonly cut: TensorCut;
  readonly ranking: Ranking;
}

/**
 * One weight with everything that is known of it, seen as a matrix in PyTorch layout. Rows are made on demand and what is costly is
 * made once.
 */
export class MeasuredTensor {
  readonly matrix: MatrixShape;
  private values: Float32Array | null = null;
  private product: GradientProduct | null = null;
  private shares: { readonly ranking: Ranking; readonly values: Float32Array } | null = null;

  /** @param read the weight's values in PyTorch layout */
  constructor(
    readonly statistics: TensorStatistics,
    private readonly read: () => Float32Array,
    /** Null for a weight that the settings leave out. */
    readonly candidate: CandidateTensor | null,
  ) {
    this.matrix = matrixShape(statistics.shape);
  }

  get weights(): Float32Array {
    return (this.values ??= this.read());
  }

  /** The same weight under other settings. What does not depend on them is kept. */
  under(candidate: CandidateTensor | null): MeasuredTensor {
    const next = new MeasuredTensor(this.statistics, this.read, candidate);
    next.values = this.values;
    next.product = this.product;
    next.shares = this.shares;
    return next;
  }

  /** Element-wise alignment of some rows (section 6). */
  alignment(from: number, to: number): Float32Array {
    const { gradGeneral, gradDomain, shape } = this.statistics;
    this.product ??= gradientProduct(gradGeneral, gradDomain);
    return elementwiseAlignmentRows(gradGeneral, gradDomain, shape, this.product, from, to);
  }

  /** Rank over n of every element in the ranking the weight takes part in; null for a weight that is not in one. */
  rankShares(): Float32Array | null {
    if (this.candidate === null) return null;
    const { ranked, ranking } = this.candidate;
    if (this.shares === null || !sameRanking(this.shares.ranking, ranking)) this.shares = { ranking, values: rankShares(ranked, ranking) };
    return this.shares.values;
  }

  /** Whether the mask takes an element: its score is below the threshold, or one of the first `ties` that equal it. */
  isPruned(element: number): boolean {
    if (this.candidate === null) return false;
    const { scores } = this.candidate.ranked;
    const { threshold, ties } = this.candidate.cut;
    const score = scores[element] ?? NaN;
    return threshold !== null && (score < threshold || (score === threshold && countEqual(scores, score, element) < ties));
  }

  /** The mask of some rows, 1 = pruned; null for a weight that is no candidate. */
  maskRows(from: number, to: number): Float32Array | null {
    if (this.candidate === null) return null;
    const threshold = this.candidate.cut.threshold ?? NaN;
    const { tieEnd: end } = this.maskCut();
    const { columns } = this.matrix;
    const scores = this.candidate.ranked.scores.subarray(from * columns, to * columns);
    return scores.map((score, i) => (score < threshold || (score === threshold && from * columns + i < end) ? 1 : 0));
  }

  /** The same for a kernel: the threshold as a key, and the index after the last tie; see the request of `fold-cells`. */
  maskCut(): { readonly threshold: number; readonly tieEnd: number } {
    const { threshold = null, ties = 0 } = this.candidate?.cut ?? {};
    if (this.candidate === null || threshold === null) return { threshold: 0, tieEnd: 0 };
    return { threshold: keyOf(threshold), tieEnd: tieEnd(this.candidate.ranked.scores, threshold, ties) };
  }
}

/** The index after the last of the first `ties` scores that equal the threshold. */
function tieEnd(scores: Float32Array, threshold: number, ties: number): number {
  let at = -1;
  for (let left = ties; left > 0; left--) {
    at = scores.indexOf(threshold, at + 1);
    if (at < 0) return scores.length;
  }
  return at + 1;
}
