import type { ScoreHistogram } from '../../core/gaprune/score-histogram';

/** Where a score lies along the bins, in bins: 2.5 is the middle of the third. */
export function positionOf({ scale, edges }: Pick<ScoreHistogram, 'scale' | 'edges'>, score: number): number {
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const bins = edges.length - 1;
  if (score <= low) return 0;
  if (score >= high) return bins;
  return bins * (scale === 'log' ? Math.log(score / low) / Math.log(high / low) : (score - low) / (high - low));
}

/** The share of scores below a position along the bins; within a bin they are taken to lie evenly. */
export function sparsityAt({ counts }: Pick<ScoreHistogram, 'counts'>, position: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const below = counts.reduce((sum, count, bin) => sum + count * Math.min(1, Math.max(0, position - bin)), 0);
  return total === 0 ? 0 : below / total;
}
