/** The shares at which {@link quantiles} are given: enough for a colour range with or without its extremes. */
export const QUANTILE_SHARES = [0, 0.001, 0.01, 0.02, 0.05, 0.25, 0.5, 0.75, 0.95, 0.98, 0.99, 0.999, 1] as const;

/** The values below which these shares of the finite values lie; all NaN when there are none. Sorts `values` in place. */
export function quantiles(values: Float32Array): number[] {
  const finite = values.filter(Number.isFinite).sort();
  return QUANTILE_SHARES.map((share) => finite[Math.round(share * (finite.length - 1))] ?? NaN);
}

/** At most `most` of 0…size−1, evenly spaced, both ends among them. */
export function evenly(size: number, most: number): number[] {
  if (size <= most) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (size - 1)) / (most - 1)));
}
