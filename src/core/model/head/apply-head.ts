import { erf } from '../../interpreter/erf';
import { type PooledTokens, type PoolingMode, poolingWeights } from '../pooling';
import type { Activation, DenseStep } from './dense';
import type { EmbeddingHead } from './modules';

/**
 * The end of an embedding model on the host, in float64: what the graph of {@link appendHead} is checked against when a file is exported.
 *
 * @param hidden rows × length × width
 * @returns rows × width, row-major, each row of norm 1
 */
export function applyHead({ pooling, steps }: EmbeddingHead, hidden: Float32Array, batch: PooledTokens): Float32Array {
  const width = hidden.length / (batch.rows * batch.length);
  const taken = pooling.modes.map((mode) => ({ mode, weights: poolingWeights(mode, batch) }));
  const rows = Array.from({ length: batch.rows }, (_, row) => {
    const range = [row * batch.length, (row + 1) * batch.length] as const;
    const vectors = hidden.subarray(range[0] * width, range[1] * width);
    const pooled = taken.flatMap(({ mode, weights }) => [...pool(mode, vectors, weights.subarray(...range), width)]);
    return unit(steps.reduce<Float64Array>((x, step) => (step.kind === 'normalize' ? unit(x) : dense(step, x)), Float64Array.from(pooled)));
  });
  const out = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  rows.forEach((row, i) => out.set(row, i * row.length));
  return out;
}

function pool(mode: PoolingMode, vectors: Float32Array, weights: Float32Array, width: number): Float64Array {
  const out = new Float64Array(width).fill(mode === 'max' ? -Infinity : 0);
  for (let token = 0; token < weights.length; token++) {
    const weight = weights[token] ?? 0;
    if (mode !== 'max' && weight === 0) continue;
    for (let i = 0; i < width; i++) {
      const [sum, x] = [out[i] ?? 0, vectors[token * width + i] ?? 0];
      out[i] = mode === 'max' ? Math.max(sum, x + weight) : sum + weight * x;
    }
  }
  return out;
}

function dense({ inputs, outputs, weight, bias, activation }: DenseStep, x: Float64Array): Float64Array {
  return Float64Array.from({ length: outputs }, (_, row) => {
    const sum = x.reduce((total, value, i) => total + value * (weight[row * inputs + i] ?? 0), bias?.[row] ?? 0);
    return ACTIVATE[activation](sum);
  });
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const ACTIVATE: Readonly<Record<Activation, (x: number) => number>> = {
  identity: (x) => x,
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  sigmoid,
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  silu: (x) => x * sigmoid(x),
};

function unit(x: Float64Array): Float64Array {
  const norm = Math.max(Math.sqrt(x.reduce((total, value) => total + value * value, 0)), 1e-12);
  return x.map((value) => value / norm);
}
