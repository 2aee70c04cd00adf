import type { MaskPlan } from './mask';
import { countBelow, type RankedTensor, type ScoreTable } from './scores';

/** How many of the candidates' scores lie in each bin, and how many of those go. */
export interface ScoreHistogram {
  /** `log` where scores are positive and differ in size. */
  readonly scale: 'linear' | 'log';
  /** One more than there are bins. The first bin also holds what lies below it, the last one what lies above. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly pruned: readonly number[];
  /** The score that has as many scores up to it as go in all; the threshold itself where all are ranked together. Null when none go. */
  readonly threshold: number | null;
}

/** The share of scores left to the first and to the last bin, so that a few far ones do not squeeze all others. */
const TAIL = 0.001;
/** Scores that differ by more than this factor are shown on a log scale. */
const WIDE = 30;

/** By binary search in the counted scores: no pass over the weights. */
export function scoreHistogram(table: ScoreTable, plan: MaskPlan, bins: number): ScoreHistogram {
  const zeros = new Map(plan.tensors.map((cut) => [cut.name, cut.zeros]));
  const indices = [...table.tensors.keys()].filter((index) => zeros.has(table.tensors[index]?.name ?? ''));
  const tensors = indices.flatMap((index) => table.tensors[index] ?? []);
  const scoreAt = (count: number): number | null => table.lowest(count, indices).threshold;
  const low = scoreAt(Math.max(1, Math.ceil(plan.total * TAIL))) ?? 0;
  const high = scoreAt(Math.max(1, Math.ceil(plan.total * (1 - TAIL)))) ?? low;
  const scale = low > 0 && high / low > WIDE ? 'log' : 'linear';
  const edges = edgesBetween(low, high, bins, scale);
  const inner = edges.slice(1, -1);
  const below = (of: (tensor: RankedTensor, edge: number) => number): number[] =>
    inner.map((edge) => tensors.reduce((sum, tensor) => sum + of(tensor, edge), 0));
  const counts = differences(below(countBelow), plan.total);
  // What goes of a tensor are its lowest scores.
  const pruned = differences(
    below((tensor, edge) => Math.min(zeros.get(tensor.name) ?? 0, countBelow(tensor, edge))),
    plan.zeros,
  );
  return { scale, edges, counts, pruned, threshold: scoreAt(plan.zeros) };
}

function edgesBetween(low: number, high: number, bins: number, scale: 'linear' | 'log'): number[] {
  const top = high > low ? high : low + Math.max(1, Math.abs(low)) * 1e-6;
  return Array.from({ length: bins + 1 }, (_, i) => {
    const share = i / bins;
    return scale === 'log' ? low * (top / low) ** share : low + (top - low) * share;
  });
}

function differences(cumulative: readonly number[], total: number): number[] {
  return [...cumulative, total].map((count, i) => count - (cumulative[i - 1] ?? 0));
}
