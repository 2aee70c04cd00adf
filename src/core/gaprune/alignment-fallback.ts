import { ALIGNMENT_EPSILON } from './alignment';

/**
 * Element-wise alignment for a weight of which only the tensor alignment a is known: a, varied by how much neighbouring weights
 * differ, `clamp(a + 0.2·(d/(mean d + ε) − 1)·a, −1, 1)` with `d_i = |w_{i+1} − w_i|` and the last d repeated (section 7).
 */
export function gradientVariation(alignment: number, weights: Float32Array): Float32Array {
  const differences = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const next = weights[i + 1];
    differences[i] = next === undefined ? (differences[i - 1] ?? 0) : Math.abs(next - (weights[i] ?? 0));
    sum += differences[i] ?? 0;
  }
  const mean = sum / weights.length + ALIGNMENT_EPSILON;
  return Float32Array.from(differences, (d) => Math.min(1, Math.max(-1, alignment + 0.2 * (d / mean - 1) * alignment)));
}
