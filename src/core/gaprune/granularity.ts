import type { ScoringSettings } from './settings';

/** Which weights compete: all that are ranked together, or each few neighbours by themselves. */
export interface Granularity {
  readonly label: string;
  readonly help: string;
  /** Neighbours along the input dimension that are ranked among themselves first; null for none. */
  readonly group: number | null;
}

/** Patterns that sparse matrix hardware knows: of every m neighbours along the input, n stay. */
export const GRANULARITIES = {
  unstructured: { label: 'Unstructured', help: 'Every weight by its own score.', group: null },
  '2:4': { label: '2:4', help: 'At 50 % sparsity, two of every four neighbours along the input stay, exactly.', group: 4 },
  '4:8': { label: '4:8', help: 'At 50 % sparsity, four of every eight neighbours along the input stay, exactly.', group: 8 },
} as const satisfies Record<ScoringSettings['granularity'], Granularity>;

/**
 * Scores for a granularity: the rank 1…m among the m neighbours of a row, over m. At a sparsity of one half the lowest half of every
 * group goes and nothing else; above it, no group keeps more. A last group that is shorter ranks among what it has. Of equal scores
 * the lower index ranks lower; a NaN stays one, so that it is seen later.
 *
 * @param columns length of a row in PyTorch layout: the input dimension
 */
export function rankInGroups(scores: Float32Array, columns: number, { group }: Granularity): Float32Array {
  if (group === null) return scores;
  const out = new Float32Array(scores.length);
  for (let row = 0; row < scores.length; row += columns) {
    for (let start = row; start < row + columns; start += group) {
      const end = Math.min(start + group, row + columns);
      for (let i = start; i < end; i++) {
        const score = scores[i] ?? NaN;
        let rank = 1;
        for (let j = start; j < end; j++) {
          const other = scores[j] ?? NaN;
          if (other < score || (other === score && j < i)) rank++;
        }
        out[i] = Number.isNaN(score) ? NaN : rank / (end - start);
      }
    }
  }
  return out;
}
