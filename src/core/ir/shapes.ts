import { sizeOf } from '../tensor';
import { GraphShapeError } from './errors';
import type { ElementType, OpAttributes, OpName, Value } from './ops';

interface Inferred {
  readonly type: ElementType;
  readonly shape: readonly number[];
}

type ShapeRule<K extends OpName> = (inputs: readonly Value[], attributes: OpAttributes[K]) => Inferred;

/** Numpy broadcasting of two shapes. @throws GraphShapeError */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new GraphShapeError(`Shapes [${a}] and [${b}] do not broadcast.`);
    return x === 1 ? y : x;
  });
}

function input(inputs: readonly Value[], index: number): Value {
  const value = inputs[index];
  if (value === undefined) throw new GraphShapeError(`Input ${index} is missing.`);
  return value;
}

const same = (inputs: readonly Value[]): Inferred => ({ type: 'float32', shape: input(inputs, 0).shape });
const broadcast = (inputs: readonly Value[]): Inferred => ({
  type: 'float32',
  shape: inputs.map((v) => v.shape).reduce((a, b) => broadcastShapes(a, b)),
});
const compare = (inputs: readonly Value[]): Inferred => ({ ...broadcast(inputs), type: 'bool' });
const reduce = (inputs: readonly Value[], { axes }: { readonly axes: readonly number[] }): Inferred => ({
  type: 'float32',
  shape: input(inputs, 0).shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
});

function matMul(inputs: readonly Value[]): Inferred {
  const a = input(inputs, 0).shape;
  const b = input(inputs, 1).shape;
  if (a.length < 2 || b.length < 2) throw new GraphShapeError('MatMul takes operands of two or more dimensions.');
  if (a.at(-1) !== b.at(-2)) throw new GraphShapeError(`MatMul of [${a}] and [${b}].`);
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  return { type: 'float32', shape: [...batch, a.at(-2) ?? 1, b.at(-1) ?? 1] };
}

function gemm(inputs: readonly Value[], { transA, transB }: OpAttributes['Gemm']): Inferred {
  const a = input(inputs, 0).shape;
  const b = input(inputs, 1).shape;
  if (a.length !== 2 || b.length !== 2) throw new GraphShapeError('Gemm takes two matrices.');
  const [m, k] = transA ? [a[1], a[0]] : [a[0], a[1]];
  const [l, n] = transB ? [b[1], b[0]] : [b[0], b[1]];
  if (k !== l || m === undefined || n === undefined) throw new GraphShapeError(`Gemm of [${a}] and [${b}].`);
  return { type: 'float32', shape: [m, n] };
}

function reshape(inputs: readonly Value[], { shape }: OpAttributes['Reshape']): Inferred {
  const x = input(inputs, 0);
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new GraphShapeError(`Reshape of [${x.shape}] to [${shape}].`);
  return { type: x.type, shape };
}

function concat(inputs: readonly Value[], { axis }: OpAttributes['Concat']): Inferred {
  const first = input(inputs, 0).shape;
  const total = inputs.reduce((sum, v) => sum + (v.shape[axis] ?? 0), 0);
  for (const { shape } of inputs) {
    if (shape.length !== first.length || shape.some((dim, i) => i !== axis && dim !== first[i])) {
      throw new GraphShapeError(`Concat of [${first}] and [${shape}] along axis ${axis}.`);
    }
  }
  return { type: 'float32', shape: first.map((dim, i) => (i === axis ? total : dim)) };
}

function slice(inputs: readonly Value[], { starts, ends, steps }: OpAttributes['Slice']): Inferred {
  const { shape } = input(inputs, 0);
  if (steps.length !== shape.length) throw new GraphShapeError('Slice names every axis.');
  return { type: 'float32', shape: shape.map((_, i) => Math.max(0, Math.ceil(((ends[i] ?? 0) - (starts[i] ?? 0)) / (steps[i] ?? 1)))) };
}

function expand(inputs: readonly Value[], { shape }: OpAttributes['Expand']): Inferred {
  return { type: 'float32', shape: broadcastShapes(input(inputs, 0).shape, shape) };
}

/** Output type and shape of every operator. */
export const SHAPE_RULES: { readonly [K in OpName]: ShapeRule<K> } = {
  Add: broadcast,
  Sub: broadcast,
  Mul: broadcast,
  Div: broadcast,
  Pow: broadcast,
  Min: broadcast,
  Max: broadcast,
  Neg: same,
  Abs: same,
  Exp: same,
  Log: same,
  Sqrt: same,
  Reciprocal: same,
  Sin: same,
  Cos: same,
  Tanh: same,
  Sigmoid: same,
  Erf: same,
  Relu: same,
  Gelu: same,
  Greater: compare,
  Less: compare,
  Where: broadcast,
  MatMul: matMul,
  Gemm: gemm,
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceMax: reduce,
  Softmax: same,
  LayerNormalization: same,
  Reshape: reshape,
  Transpose: (inputs, { permutation }) => ({ type: 'float32', shape: permutation.map((axis) => input(inputs, 0).shape[axis] ?? 0) }),
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: (inputs, { before, after }) => ({
    type: 'float32',
    shape: input(inputs, 0).shape.map((dim, i) => dim + (before[i] ?? 0) + (after[i] ?? 0)),
  }),
  Gather: (inputs) => ({ type: 'float32', shape: [...input(inputs, 1).shape, ...input(inputs, 0).shape.slice(1)] }),
};
