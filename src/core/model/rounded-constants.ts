import { getFloat16, setFloat16 } from '@petamoriken/float16';

/** The smallest number that float16 holds: what a converter makes of an epsilon that it cannot hold. */
const SMALLEST_HALF = 2 ** -24;
/** The smallest that it holds to its full precision. */
const SMALLEST_NORMAL_HALF = 2 ** -14;
/** Roots of n are looked for up to this n: for GELU's √2, and for the sizes of heads, which are multiples of 8. */
const MAX_ROOT = 1024;
/** Attention divides its scores by √n, or queries and keys by ⁴√n each. */
const ROOTS = [1 / 2, -1 / 2, 1 / 4, -1 / 4];
const isExpectedRoot = (n: number): boolean => n === 2 || (n % 8 === 0 && n <= MAX_ROOT);
/** The constants of GELU's approximation by tanh. */
const GELU_CONSTANTS = [0.044715, Math.sqrt(2 / Math.PI)];
/** Fewer frequencies are too few to be sure of. */
const MIN_FREQUENCIES = 4;

/** The constant that float16 rounded to `half`: the epsilon, one of GELU's, a root, or the number itself. */
export function restoreScalar(half: number, layerNormEpsilon: number | null): number {
  if (half === SMALLEST_HALF && layerNormEpsilon !== null && layerNormEpsilon < SMALLEST_HALF) return layerNormEpsilon;
  if (half <= 0 || !Number.isFinite(half)) return half;
  const known = GELU_CONSTANTS.find((constant) => roundToHalf(constant) === half);
  if (known !== undefined) return known;
  for (const power of ROOTS) {
    const n = Math.round(half ** (1 / power));
    const root = n ** power;
    if (isExpectedRoot(n) && roundToHalf(root) === half) return root;
  }
  return half;
}

/**
 * The frequencies of a rotary embedding that float16 rounded: θ^(−i/n) for i < n, where all of them round to what is there for a θ of two
 * digits (10,000, 160,000, 500,000, …); null for other numbers.
 */
export function restoreFrequencies(halves: Float32Array): Float32Array | null {
  const n = halves.length;
  if (n < MIN_FREQUENCIES || halves[0] !== 1) return null;
  const last = halves.findLastIndex((value) => value >= SMALLEST_NORMAL_HALF);
  if (last < 1) return null;
  const base = Number(((halves[last] ?? 1) ** (-n / last)).toPrecision(2));
  const restored = halves.map((_, i) => base ** (-i / n));
  return base > 1 && halves.every((half, i) => roundToHalf(restored[i] ?? NaN) === half) ? restored : null;
}

function roundToHalf(value: number): number {
  const view = new DataView(new ArrayBuffer(2));
  setFloat16(view, 0, value, true);
  return getFloat16(view, 0, true);
}
