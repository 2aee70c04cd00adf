import { mulberry32 } from '../data/random';

/** A mean with its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;
const FLIPS = 9999;

export function meanOf(values: Float64Array): number {
  return values.length === 0 ? NaN : values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Percentile bootstrap over the values (Efron 1979), the same every time for a seed. */
export function bootstrap(values: Float64Array, seed = 1): Estimate {
  const random = mulberry32(seed);
  const n = values.length;
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[Math.floor(random() * n)] ?? 0;
    return sum / n;
  }).sort();
  const at = (share: number): number => means[Math.round(share * (RESAMPLES - 1))] ?? NaN;
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) };
}

/** How a second measurement of the same items differs from the first. */
export interface Comparison extends Estimate {
  /** Two-sided p-value of "the sign of each difference is chance". */
  readonly p: number;
}

/**
 * Paired comparison, item by item: the mean difference with its bootstrap interval, and a sign-flip permutation test (Fisher's
 * randomisation test). p is (flips at least as far from 0 + 1) / (flips + 1), so 0.0001 at the smallest.
 */
export function compare(first: Float64Array, second: Float64Array, seed = 1): Comparison {
  const differences = second.map((x, i) => x - (first[i] ?? NaN));
  const random = mulberry32(seed);
  const moved = differences.filter((x) => x !== 0);
  const observed = Math.abs(moved.reduce((sum, x) => sum + x, 0));
  // Sums of the same numbers in another order differ by rounding.
  const threshold = observed * (1 - 1e-12);
  let extreme = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    let sum = 0;
    for (const x of moved) sum += random() < 0.5 ? x : -x;
    if (Math.abs(sum) >= threshold) extreme++;
  }
  return { ...bootstrap(differences, seed), p: (extreme + 1) / (FLIPS + 1) };
}
