import { GapruneError } from '../errors';
import { keyBelow, keyOf, keyUpTo, valueOf } from './float-order';
import { BUCKETS, KEYS_PER_BUCKET, ScoreIndex } from './score-index';

/** The scores of one prunable weight, row-major in PyTorch layout. `group` is its layer for a uniform budget. */
export interface ScoredTensor {
  readonly name: string;
  readonly layer: number | null;
  readonly group: string;
  readonly scores: Float32Array;
}

/** A scored tensor in a table: its mean score, and the index that counts its scores. */
export interface RankedTensor extends ScoredTensor {
  readonly meanScore: number;
  readonly index: ScoreIndex;
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
 * Each tensor's scores are counted once (`ScoreIndex`). A question halves the 2¹⁹ buckets until the one that holds the kth lowest
 * score is found, then the 2¹³ keys inside it: no pass over the scores once they are dealt out (`ScoreIndex`). Equal scores go in the order of the table,
 * then of the index, so the count is exact and the answer the same every time.
 */
export class ScoreTable {
  readonly tensors: readonly RankedTensor[];

  /** Ranks the tensors that are not ranked yet. @throws InvalidScoreError for a NaN. */
  constructor(tensors: readonly (ScoredTensor | RankedTensor)[]) {
    this.tensors = tensors.map((tensor) => ('index' in tensor ? tensor : rankTensor(tensor)));
  }

  /** The k lowest elements over the tensors with these indices (all by default); k is clamped to 0…total. */
  lowest(k: number, indices: readonly number[] = [...this.tensors.keys()]): Selection {
    const order = [...indices].sort((a, b) => a - b);
    const asked = order.flatMap((at) => this.tensors[at]?.index ?? []);
    const total = sum(asked.map(({ size }) => size));
    const wanted = Math.min(Math.max(0, k), total);
    if (wanted === 0) return { threshold: null, shares: order.map((tensor) => ({ tensor, below: 0, ties: 0 })) };
    const key = kthLowest(asked, wanted);
    const below = asked.map((index) => index.countUpTo(key - 1));
    let left = wanted - sum(below);
    const shares = order.map((tensor, at) => {
      const equal = (asked[at]?.countUpTo(key) ?? 0) - (below[at] ?? 0);
      const ties = Math.min(left, equal);
      left -= ties;
      return { tensor, below: below[at] ?? 0, ties };
    });
    return { threshold: valueOf(key), shares };
  }
}

/** Counts a tensor's scores; an index of them takes up to half as much memory as they do. @throws InvalidScoreError for a NaN. */
export function rankTensor(tensor: ScoredTensor): RankedTensor {
  const index = new ScoreIndex(tensor.scores);
  if (index.countUpTo(keyOf(-Infinity) - 1) > 0 || index.countUpTo(keyOf(Infinity)) < index.size)
    throw new InvalidScoreError(tensor.name, tensor.scores.findIndex(Number.isNaN));
  return { ...tensor, meanScore: index.mean, index };
}

/** The smallest key with at least k scores up to it, for 1 ≤ k ≤ total. */
function kthLowest(indices: readonly ScoreIndex[], k: number): number {
  let [bucket, last] = [0, BUCKETS - 1];
  while (bucket < last) {
    const middle = (bucket + last) >>> 1;
    if (sum(indices.map((index) => index.before(middle + 1))) >= k) last = middle;
    else bucket = middle + 1;
  }
  let low = bucket * KEYS_PER_BUCKET;
  let high = low + KEYS_PER_BUCKET - 1;
  // Each step narrows the places where the keys can lie, tensor by tensor.
  let atLeast = indices.map((index) => index.before(bucket));
  let atMost = indices.map((index) => index.before(bucket + 1));
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    const counts = indices.map((index, at) => index.countUpTo(middle, atLeast[at], atMost[at]));
    if (sum(counts) >= k) [high, atMost] = [middle, counts];
    else [low, atLeast] = [middle + 1, counts];
  }
  return low;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Number of scores < t. */
export const countBelow = ({ index }: RankedTensor, t: number): number => index.countUpTo(keyBelow(t));

/** Number of scores ≤ t. */
export const countUpTo = ({ index }: RankedTensor, t: number): number => index.countUpTo(keyUpTo(t));
