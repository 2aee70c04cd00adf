import { ascendingOrder } from './float-order';

/** Ascending rank 1…n over n; of equal scores the lower index ranks lower. A NaN stays one, so that it is seen later. */
export function rankShares(scores: Float32Array): Float32Array {
  const out = new Float32Array(scores.length);
  const order = ascendingOrder(scores);
  for (let at = 0; at < order.length; at++) {
    const index = order[at]!;
    out[index] = Number.isNaN(scores[index]) ? NaN : (at + 1) / scores.length;
  }
  return out;
}

/** {@link rankShares} within each row of `columns` scores. */
export function rankSharesInRows(scores: Float32Array, columns: number): Float32Array {
  const out = new Float32Array(scores.length);
  for (let row = 0; row < scores.length; row += columns) out.set(rankShares(scores.subarray(row, row + columns)), row);
  return out;
}
