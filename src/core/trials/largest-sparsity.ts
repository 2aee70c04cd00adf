import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import { keptShare } from './figures';
import type { CurvePoint } from './curve';
import type { TrialBench, TrialHooks } from './trial-bench';

export interface LargestSparsity {
  /** Share of dense quality that was to be kept, on both sets. */
  readonly keep: number;
  /** The largest sparsity found that keeps it; 0 when none of those tried does. */
  readonly sparsity: number;
  /** Everything tried, in order. */
  readonly tried: readonly CurvePoint[];
}

/** Sparsities are told apart to this. */
export const RESOLUTION = 0.01;
const MOST = 0.95;

/**
 * The largest sparsity that keeps a share of dense nDCG@10 on both sets, by bisection to a hundredth. It takes quality to fall as
 * sparsity grows; where it wavers within chance, the answer is one of the places where it crosses.
 *
 * @throws CancelledError
 */
export async function largestSparsity(
  bench: TrialBench,
  { scoring, mask, update }: { readonly scoring: ScoringSettings; readonly mask: MaskSettings; readonly update: boolean },
  keep: number,
  hooks: TrialHooks & { readonly onPoint?: (point: CurvePoint) => void } = {},
): Promise<LargestSparsity> {
  const tried: CurvePoint[] = [];
  let [low, high] = [0, Math.round(MOST / RESOLUTION) + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const sparsity = middle * RESOLUTION;
    const { figures } = await bench.run({ scoring, mask: { ...mask, sparsity, overrides: [] }, update }, hooks);
    const point = { method: scoring.method, update, sparsity, figures };
    tried.push(point);
    hooks.onPoint?.(point);
    if (keptShare(figures) >= keep) low = middle;
    else high = middle;
  }
  return { keep, sparsity: low * RESOLUTION, tried };
}
