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

/** The type of input `index`; null where any will do. */
function expectedType(op: OpName, index: number): ElementType | null {
  if (op === 'Reshape' || op === 'Transpose') return null;
  if (op === 'Where' && index === 0) return 'bool';
  return op === 'Gather' && index === 1 ? 'int32' : 'float32';
}

/** 8 GiB of float32: no provider takes a larger tensor. */
const MAX_ELEMENTS = 2 ** 31;

/** Output type and shape of a node. @throws GraphShapeError when the inputs or attributes do not fit the operator */
export function inferNode<K extends OpName>(op: K, inputs: readonly Value[], attributes: OpAttributes[K]): Inferred {
  inputs.forEach(({ type }, index) => {
    const expected = expectedType(op, index);
    if (expected !== null && type !== expected) throw new GraphShapeError(`Input ${index} of ${op} is ${type}, not ${expected}.`);
  });
  const inferred = SHAPE_RULES[op](inputs, attributes);
  if (sizeOf(inferred.shape) > MAX_ELEMENTS) throw new GraphShapeError(`${op} would give [${inferred.shape}], too much for any device.`);
  return inferred;
}

/** Every number of a list is whole and within [low, high]. */
function within(what: string, values: readonly number[], low: number, high: (index: number) => number): void {
  values.forEach((value, i) => {
    if (!Number.isInteger(value) || value < low || value > high(i)) throw new GraphShapeError(`${what} [${values}] out of range.`);
  });
}

/** `values` has one entry for each axis of `x`. */
function perAxis(what: string, values: readonly number[], x: Value): void {
  if (values.length !== x.shape.length) throw new GraphShapeError(`${what} [${values}] for ${x.shape.length} axes.`);
}

const axesWithin = (x: Value, axes: readonly number[]): void => within('Axes', axes, 0, () => x.shape.length - 1);

const same = (inputs: readonly Value[]): Inferred => ({ type: 'float32', shape: input(inputs, 0).shape });
const broadcast = (inputs: readonly Value[]): Inferred => ({
  type: 'float32',
  shape: inputs.map((v) => v.shape).reduce((a, b) => broadcastShapes(a, b), input(inputs, 0).shape),
});
const compare = (inputs: readonly Value[]): Inferred => ({ ...broadcast(inputs), type: 'bool' });

function reduce(inputs: readonly Value[], { axes }: { readonly axes: readonly number[] }): Inferred {
  const x = input(inputs, 0);
  // To ONNX, no axes are all axes.
  if (axes.length === 0) throw new GraphShapeError('A reduction names no axes.');
  axesWithin(x, axes);
  return { type: 'float32', shape: x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) };
}

function softmax(inputs: readonly Value[], { axis }: OpAttributes['Softmax']): Inferred {
  axesWithin(input(inputs, 0), [axis]);
  return same(inputs);
}

function layerNormalization(inputs: readonly Value[], { axis }: OpAttributes['LayerNormalization']): Inferred {
  const x = input(inputs, 0);
  axesWithin(x, [axis]);
  const normalised = x.shape.slice(axis);
  for (const { shape } of [input(inputs, 1), input(inputs, 2)]) {
    if (broadcastShapes(normalised, shape).join() !== normalised.join()) {
      throw new GraphShapeError(`LayerNormalization over [${normalised}] with a scale or bias of [${shape}].`);
    }
  }
  return same(inputs);
}

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
  within('Shape', shape, 0, () => Number.MAX_SAFE_INTEGER);
  if (sizeOf(shape) !== sizeOf(x.shape)) throw new GraphShapeError(`Reshape of [${x.shape}] to [${shape}].`);
  return { type: x.type, shape };
}

function concat(inputs: readonly Value[], { axis }: OpAttributes['Concat']): Inferred {
  const first = input(inputs, 0).shape;
  axesWithin(input(inputs, 0), [axis]);
  const total = inputs.reduce((sum, v) => sum + (v.shape[axis] ?? 0), 0);
  for (const { shape } of inputs) {
    if (shape.length !== first.length || shape.some((dim, i) => i !== axis && dim !== first[i])) {
      throw new GraphShapeError(`Concat of [${first}] and [${shape}] along axis ${axis}.`);
    }
  }
  return { type: 'float32', shape: first.map((dim, i) => (i === axis ? total : dim)) };
}

function slice(inputs: readonly Value[], { starts, ends, steps }: OpAttributes['Slice']): Inferred {
  const x = input(inputs, 0);
  for (const [what, values] of Object.entries({ starts, ends, steps })) {
    perAxis(`Slice ${what}`, values, x);
    within(`Slice ${what}`, values, what === 'steps' ? 1 : 0, (i) => (what === 'steps' ? Number.MAX_SAFE_INTEGER : (x.shape[i] ?? 0)));
  }
  const length = (i: number): number => Math.max(0, Math.ceil(((ends[i] ?? 0) - (starts[i] ?? 0)) / (steps[i] ?? 1)));
  return { type: 'float32', shape: x.shape.map((_, i) => length(i)) };
}

function pad(inputs: readonly Value[], { before, after }: OpAttributes['Pad']): Inferred {
  const x = input(inputs, 0);
  for (const zeros of [before, after]) {
    perAxis('Pad', zeros, x);
    within('Pad', zeros, 0, () => Number.MAX_SAFE_INTEGER);
  }
  return { type: 'float32', shape: x.shape.map((dim, i) => dim + (before[i] ?? 0) + (after[i] ?? 0)) };
}

function transpose(inputs: readonly Value[], { permutation }: OpAttributes['Transpose']): Inferred {
  const x = input(inputs, 0);
  perAxis('Permutation', permutation, x);
  axesWithin(x, permutation);
  if (new Set(permutation).size !== permutation.length) throw new GraphShapeError(`[${permutation}] is no permutation.`);
  return { type: x.type, shape: permutation.map((axis) => x.shape[axis] ?? 0) };
}

function expand(inputs: readonly Value[], { shape }: OpAttributes['Expand']): Inferred {
  within('Shape', shape, 0, () => Number.MAX_SAFE_INTEGER);
  return { type: 'float32', shape: broadcastShapes(input(inputs, 0).shape, shape) };
}

function gather(inputs: readonly Value[]): Inferred {
  const [table, indices] = [input(inputs, 0), input(inputs, 1)];
  if (table.shape.length === 0) throw new GraphShapeError('Gather takes rows of a table, not of a scalar.');
  return { type: 'float32', shape: [...indices.shape, ...table.shape.slice(1)] };
}

/** Output type and shape of every operator. */
const SHAPE_RULES: { readonly [K in OpName]: ShapeRule<K> } = {
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
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  Reshape: reshape,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Gather: gather,
};
