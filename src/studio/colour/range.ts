import { QUANTILE_SHARES, quantiles } from '../../core/tiles/quantiles';

/** Which part of the values the colours span. */
export const CLIPS = {
  all: { share: 0 },
  most: { share: 0.01 },
  middle: { share: 0.05 },
} as const satisfies Record<string, { readonly share: (typeof QUANTILE_SHARES)[number] }>;

export type Clip = keyof typeof CLIPS;
export const clips = Object.keys(CLIPS) as Clip[];

/** Values between which colours change; NaN when there are no values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The range of values given as quantiles at `QUANTILE_SHARES`. */
export function rangeOfQuantiles(values: readonly number[], clip: Clip): Range {
  const at = QUANTILE_SHARES.indexOf(CLIPS[clip].share);
  return { low: values[at] ?? NaN, high: values[values.length - 1 - at] ?? NaN };
}

/** The range of a few hundred thousand values at most. Positive values alone count where a logarithm is to be taken. */
export function rangeOf(values: Iterable<number>, clip: Clip, positive = false): Range {
  const taken = Float32Array.from(values);
  return rangeOfQuantiles(quantiles(positive ? taken.filter((value) => value > 0) : taken), clip);
}
