import { mulberry32 } from '../../../src/core/data/random';

/** What the transformer below needs of a library; T is its tensor. */
export interface Ops<T> {
  readonly matMul: (a: T, b: T) => T;
  readonly add: (a: T, b: T) => T;
  readonly scale: (x: T, factor: number) => T;
  readonly relu: (x: T) => T;
  /** Along the last axis. */
  readonly softmax: (x: T) => T;
  /** Zero mean and unit variance along the last axis. */
  readonly standardize: (x: T) => T;
  readonly reshape: (x: T, shape: number[]) => T;
  readonly transpose: (x: T, permutation: number[]) => T;
  /** Mean of all squares, a scalar. */
  readonly meanSquare: (x: T) => T;
}

export const SHAPE = { rows: 4, length: 32, width: 128, heads: 4, inner: 512, layers: 2 };

/** Shapes of the weights, layer by layer: query, key, value, output, and the two of the feed-forward part. */
export const WEIGHTS: readonly number[][] = Array.from({ length: SHAPE.layers }, () => {
  const { width, inner } = SHAPE;
  return [...Array.from({ length: 4 }, () => [width, width]), [width, inner], [inner, width]];
}).flat();

export const INPUT = [SHAPE.rows * SHAPE.length, SHAPE.width];

/** The same numbers for every library. */
export function values(shape: readonly number[], seed: number): Float32Array {
  const next = mulberry32(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => (next() - 0.5) * 0.2);
}

/** The loss of a transformer encoder of {@link SHAPE}: attention and feed-forward part, each with its sum and norm. */
export function loss<T>(ops: Ops<T>, weights: readonly T[], input: T): T {
  const { rows, length, width, heads, layers } = SHAPE;
  const perLayer = WEIGHTS.length / layers;
  let x = input;
  for (let layer = 0; layer < layers; layer++) {
    const [query, key, value, output, up, down] = weights.slice(layer * perLayer, (layer + 1) * perLayer);
    if (!query || !key || !value || !output || !up || !down) throw new Error('A weight is missing.');
    const split = (weight: T, permutation: number[]): T =>
      ops.transpose(ops.reshape(ops.matMul(x, weight), [rows, length, heads, width / heads]), permutation);
    const scores = ops.scale(ops.matMul(split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])), 1 / Math.sqrt(width / heads));
    const mixed = ops.matMul(ops.softmax(scores), split(value, [0, 2, 1, 3]));
    const joined = ops.reshape(ops.transpose(mixed, [0, 2, 1, 3]), [rows * length, width]);
    const attended = ops.standardize(ops.add(x, ops.matMul(joined, output)));
    x = ops.standardize(ops.add(attended, ops.matMul(ops.relu(ops.matMul(attended, up)), down)));
  }
  // The last norm makes its own squares constant.
  return ops.meanSquare(ops.add(x, input));
}
