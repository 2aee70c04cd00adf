import { GapruneError } from '../errors';
import { ascending, keyOf, valueOf } from './float-order';
import { mean } from './moments';

/** The scores of one prunable weight, row-major in PyTorch layout. `group` is its layer for a uniform budget. */
export interface ScoredTensor {
  readonly name: string;
  readonly layer: number | null;
  readonly group: string;
  readonly scores: Float32Array;
}

/** A scored tensor in a table: its mean score, and its scores in ascending order. */
export interface RankedTensor extends ScoredTensor {
  readonly meanScore: number;
  readonly sorted: Float32Array;
}

/** How many elements of one tensor are among the k lowest: all below the threshold, and the first `ties` of those equal to it. */
export interface TensorShare {
  readonly tensor: number;
  readonly below: number;
  readonly ties: number;
}

/** The k lowest elements of a set of tensors: exactly k, by `below + ties` summed over the shares. */
export interface Selection {
  /** The kth lowest score; null when k is 0. */
  readonly threshold: number | null;
  /** One share per tensor asked about, in the order of the table. */
  readonly shares: readonly TensorShare[];
}

/** A score is not a number: a statistic or a weight behind it is not finite. The place is the tensor and the element. */
export class InvalidScoreError extends GapruneError {
  readonly code = 'INVALID_SCORE';
  constructor(name: string, element: number) {
    super('A score is not a number; a weight, a Fisher value or a gradient is not finite.', `${name}, element ${element}`);
  }
}

/**
 * Scores of many weights, ready to answer "which are the k lowest?" at once, for any k and any set of the weights.
 *
 * Sorting is done once, tensor by tensor; a question then halves the 2³² float32 keys until the kth lowest score is found, counting
 * by binary search in each sorted copy: 32 · tensors · log₂(size) steps, well under 5 ms. Equal scores go in the order of the table,
 * then of the index, so the count is exact and the answer the same every time.
 */
export class ScoreTable {
  readonly tensors: readonly RankedTensor[];

  /** Ranks the tensors that are not ranked yet. @throws InvalidScoreError for a NaN. */
  constructor(tensors: readonly (ScoredTensor | RankedTensor)[]) {
    this.tensors = tensors.map((tensor) => ('sorted' in tensor ? tensor : rankTensor(tensor)));
  }

  /** The k lowest elements over the tensors with these indices (all by default); k is clamped to 0…total. */
  lowest(k: number, indices: readonly number[] = [...this.tensors.keys()]): Selection {
    const order = [...indices].sort((a, b) => a - b);
    const sorted = order.map((index) => this.tensors[index]?.sorted ?? new Float32Array());
    const total = sorted.reduce((sum, values) => sum + values.length, 0);
    const wanted = Math.min(Math.max(0, k), total);
    if (wanted === 0) return { threshold: null, shares: order.map((tensor) => ({ tensor, below: 0, ties: 0 })) };
    const threshold = kthLowest(sorted, wanted);
    const below = sorted.map((values) => countBelow(values, threshold));
    let left = wanted - below.reduce((sum, count) => sum + count, 0);
    const shares = order.map((tensor, at) => {
      const equal = countUpTo(sorted[at] ?? new Float32Array(), threshold) - (below[at] ?? 0);
      const ties = Math.min(left, equal);
      left -= ties;
      return { tensor, below: below[at] ?? 0, ties };
    });
    return { threshold, shares };
  }
}

/** Takes one sort of a tensor's scores, and as much memory again as they have. @throws InvalidScoreError for a NaN. */
export function rankTensor(tensor: ScoredTensor): RankedTensor {
  const sorted = ascending(tensor.scores);
  if (Number.isNaN(sorted[0]) || Number.isNaN(sorted.at(-1)))
    throw new InvalidScoreError(tensor.name, tensor.scores.findIndex(Number.isNaN));
  return { ...tensor, meanScore: mean(tensor.scores), sorted };
}

/** The smallest score t with at least k scores ≤ t, for 1 ≤ k ≤ total. */
function kthLowest(sorted: readonly Float32Array[], k: number): number {
  let low = keyOf(-Infinity);
  let high = keyOf(Infinity);
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const value = valueOf(middle);
    let count = 0;
    for (const values of sorted) count += countUpTo(values, value);
    if (count >= k) high = middle;
    else low = middle + 1;
  }
  return valueOf(low);
}

/** Number of values < t in ascending values. */
export function countBelow(values: Float32Array, t: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Number of values ≤ t in ascending values. */
export function countUpTo(values: Float32Array, t: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
