import { GRANULARITIES, type Granularity, rankInGroups } from '../granularity';
import { rankShares } from '../ranks';
import type { Method } from './method';

/** Columns that are chosen from together, as in SparseGPT. */
const BLOCK = 128;

/**
 * SparseGPT's own mask (Frantar and Alistarh 2023). Columns are taken in blocks; in each, the weights go that cost the outputs least,
 * `w²/U[j,j]²` with H⁻¹ = UᵀU, and all later columns make up for them before the next block is looked at. So a mask belongs to one
 * sparsity. The score is the rank within the block over its size, so that one threshold cuts every block alike.
 */
export const sparseGpt: Method = {
  label: 'SparseGPT',
  help: 'What costs the outputs of each product least, block by block of 128 inputs, with later inputs making up for what went. Its weights are those of the weight update.',
  formula: 'w² / U²ⱼⱼ, ranked in its block; H⁻¹ = UᵀU of the inputs',
  settings: [],
  statistics: ['input covariances'],
  comparedIn: 'all',
  followsSparsity: true,
  score({ weights, inputs, sparsity, statistics }, { granularity }) {
    const columns = statistics.shape.at(-1) ?? 1;
    const factor = inputs?.factor ?? null;
    const work = Float64Array.from(weights);
    const scores = new Float32Array(weights.length);
    const pattern: Granularity = GRANULARITIES[granularity];
    const step = pattern.group ?? BLOCK;
    for (let start = 0; start < columns; start += step) {
      const end = Math.min(start + step, columns);
      rankBlock(work, scores, factor, pattern, { columns, start, end });
      if (factor !== null) makeUp(work, scores, factor, { columns, start, end, sparsity });
    }
    return scores;
  },
};

interface Block {
  readonly columns: number;
  readonly start: number;
  readonly end: number;
}

/** Ranks of a block's elements over their number: of all rows together, or within each row for a pattern. */
function rankBlock(
  work: Float64Array,
  scores: Float32Array,
  factor: Float64Array | null,
  pattern: Granularity,
  { columns, start, end }: Block,
): void {
  const [rows, width] = [work.length / columns, end - start];
  const costs = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let j = start; j < end; j++) {
      const pivot = factor === null ? 1 : factor[j * columns + j]!;
      costs[row * width + j - start] = (work[row * columns + j]! / pivot) ** 2;
    }
  }
  const ranks = pattern.group === null ? rankShares(costs) : rankInGroups(costs, width, pattern);
  for (let row = 0; row < rows; row++) scores.set(ranks.subarray(row * width, (row + 1) * width), row * columns + start);
}

/** What goes of a block is taken back by the columns from it on, as in the weight update. */
function makeUp(
  work: Float64Array,
  scores: Float32Array,
  factor: Float64Array,
  { columns, start, end, sparsity }: Block & { readonly sparsity: number },
): void {
  for (let row = 0; row < work.length; row += columns) {
    for (let j = start; j < end; j++) {
      if (scores[row + j]! > sparsity) continue;
      const at = j * columns;
      const error = work[row + j]! / factor[at + j]!;
      for (let c = j; c < columns; c++) work[row + c]! -= error * factor[at + c]!;
    }
  }
}
