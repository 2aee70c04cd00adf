import { z } from 'zod';
import { METHOD_NAMES, type MethodName } from '../gaprune/methods';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import { trialFigures } from './figures';
import type { TrialBench, TrialHooks } from './trial-bench';

/** Quality at one sparsity by one method. */
export const curvePoint = z.object({
  method: z.enum(METHOD_NAMES as [MethodName, ...MethodName[]]),
  update: z.boolean(),
  sparsity: z.number(),
  figures: trialFigures,
});
export type CurvePoint = z.infer<typeof curvePoint>;

/** What a curve is made of. Everything but method and sparsity is as in the settings. */
export interface CurvePlan {
  readonly methods: readonly MethodName[];
  readonly sparsities: readonly number[];
  readonly update: boolean;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
}

export interface CurveHooks extends Pick<TrialHooks, 'signal'> {
  readonly onPoint?: (point: CurvePoint) => void | Promise<void>;
  /** Share of all points that is done. */
  readonly onProgress?: (share: number) => void;
}

/** Sparsities at even distances from 0 to `most`, both included. */
export function evenSparsities(points: number, most = 0.95): number[] {
  return Array.from({ length: points }, (_, i) => Math.round((1e4 * most * i) / Math.max(1, points - 1)) / 1e4);
}

/**
 * Measure quality at every sparsity by every method; overrides are left out, as they fix shares. Points that are known already are
 * not measured again, so that a curve that was stopped goes on where it was. Of each method the ends and the middle come first.
 *
 * @throws CancelledError between two points, or within one
 */
export async function measureCurve(
  bench: TrialBench,
  { methods, sparsities, update, scoring, mask }: CurvePlan,
  known: readonly CurvePoint[],
  { signal, onPoint, onProgress }: CurveHooks = {},
): Promise<CurvePoint[]> {
  const points = [...known];
  const has = (method: MethodName, sparsity: number): boolean =>
    points.some((point) => point.method === method && point.sparsity === sparsity && point.update === update);
  const wanted = methods.flatMap((method) => coarseFirst(sparsities).map((sparsity) => ({ method, sparsity })));
  const open = wanted.filter(({ method, sparsity }) => !has(method, sparsity));
  let done = wanted.length - open.length;
  for (const { method, sparsity } of open) {
    const before = done;
    const trial = { scoring: { ...scoring, method }, mask: { ...mask, sparsity, overrides: [] }, update };
    const hooks = {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (share: number) => onProgress?.((before + share) / wanted.length),
    };
    const { figures } = await bench.run(trial, hooks);
    const point = { method, update, sparsity, figures };
    points.push(point);
    done += 1;
    await onPoint?.(point);
    onProgress?.(done / wanted.length);
  }
  return points;
}

/** The ends, then the middle, then the middles of the halves: the shape of a curve shows early. */
export function coarseFirst(values: readonly number[]): number[] {
  const last = values.length - 1;
  const order = new Set([0, last]);
  const spans: [number, number][] = [[0, last]];
  for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
    const middle = Math.floor((span[0] + span[1]) / 2);
    if (middle === span[0] || middle === span[1]) continue;
    order.add(middle);
    spans.push([span[0], middle], [middle, span[1]]);
  }
  return [...order].flatMap((at) => values[at] ?? []);
}
