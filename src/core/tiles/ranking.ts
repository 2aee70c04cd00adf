import { ascendingOrder } from '../gaprune/float-order';
import { type RankedTensor, countBelow, countUpTo } from '../gaprune/scores';

/** Weights that are ranked together, in the order of the score table: all of them, or those of one layer. */
export interface Ranking {
  readonly tensors: readonly RankedTensor[];
  readonly size: number;
}

/** Whether two rankings are of the same scores. */
export const sameRanking = (a: Ranking, b: Ranking): boolean =>
  a.tensors.length === b.tensors.length && a.tensors.every((tensor, at) => tensor === b.tensors[at]);

/**
 * Rank of one element, 1…size, lowest score first. Equal scores go in the order of the tensors, then of the index, as in the mask: an
 * element is pruned exactly when its rank is at most the number of zeros of its ranking.
 */
export function rankOf(tensor: RankedTensor, element: number, ranking: Ranking): number {
  const score = tensor.scores[element] ?? NaN;
  let rank = 1;
  let isLater = false;
  for (const other of ranking.tensors) {
    if (other.name === tensor.name) {
      isLater = true;
      rank += countBelow(tensor, score) + countEqual(tensor.scores, score, element);
    } else rank += isLater ? countBelow(other, score) : countUpTo(other, score);
  }
  return rank;
}

/** How many scores before the index `end` equal this one. */
export function countEqual(scores: Float32Array, score: number, end: number): number {
  let count = 0;
  for (let at = scores.indexOf(score); at >= 0 && at < end; at = scores.indexOf(score, at + 1)) count++;
  return count;
}

/** {@link rankOf} over the size of the ranking, for every element of a tensor: one walk along the sorted keys of each tensor. */
export function rankShares(tensor: RankedTensor, ranking: Ranking): Float32Array {
  const keys = tensor.index.ascendingKeys();
  const ranks = new Float64Array(keys.length);
  let isLater = false;
  for (const other of ranking.tensors) {
    if (other.name === tensor.name) isLater = true;
    else addCounts(ranks, keys, other.index.ascendingKeys(), isLater);
  }
  const shares = new Float32Array(ranks.length);
  ascendingOrder(tensor.scores).forEach((index, at) => {
    shares[index] = ((ranks[at] ?? 0) + at + 1) / ranking.size;
  });
  return shares;
}

/** Add to each rank how many of the other scores come first: those below, and equal ones unless the other tensor is a later one. */
function addCounts(ranks: Float64Array, sorted: Uint32Array, other: Uint32Array, isLater: boolean): void {
  let before = 0;
  for (let at = 0; at < sorted.length; at++) {
    const score = sorted[at]!;
    while (before < other.length && (isLater ? other[before]! < score : other[before]! <= score)) before++;
    ranks[at] = ranks[at]! + before;
  }
}
