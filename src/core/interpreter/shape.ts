import type { DataType } from '../onnx/graph';
import type { NodeContext } from './context';
import type { HostTensor } from './host-tensor';
import { InterpreterError, invalidNode, nodePlace } from './interpreter-error';

/** Results above this (2 GiB of float64) are refused before anything is allocated. */
export const maxElements = 2 ** 28;

/** Read an element inside the array: the callers' loops are bounded by shapes that were checked. */
export function at(values: Float64Array | Int32Array, index: number): number {
  return values[index]!;
}

/** Read a dimension, axis or stride; NaN outside the list. */
export function dim(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}

export function product(values: readonly number[]): number {
  let result = 1;
  for (const value of values) result *= value;
  return result;
}

export function checkShape(context: NodeContext, shape: readonly number[]): number {
  for (const size of shape) {
    if (!Number.isSafeInteger(size) || size < 0) throw invalidNode(context.node, `[${shape.join(', ')}] is not a shape.`);
  }
  const count = product(shape);
  if (count > maxElements) {
    const message = `A result of shape [${shape.join(', ')}] has more than ${maxElements} elements.`;
    throw new InterpreterError('INTERPRETER_TOO_LARGE', message, nodePlace(context.node));
  }
  return count;
}

/** A new tensor of zeros, of bounded size. */
export function allocate(context: NodeContext, dataType: DataType, shape: readonly number[]): HostTensor {
  return { dataType, shape, data: new Float64Array(checkShape(context, shape)) };
}

export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= dim(shape, axis);
  }
  return strides;
}

export function normalizeAxis(context: NodeContext, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw invalidNode(context.node, `Axis ${axis} is outside a tensor of rank ${rank}.`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Sorted, non-negative, distinct. */
export function normalizeAxes(context: NodeContext, axes: readonly number[], rank: number): number[] {
  const normalized = axes.map((axis) => normalizeAxis(context, axis, rank));
  if (new Set(normalized).size !== normalized.length) throw invalidNode(context.node, `Axes [${axes.join(', ')}] repeat.`);
  return normalized.sort((a, b) => a - b);
}

/** The common shape of numpy's multidirectional broadcasting. */
export function broadcastShape(context: NodeContext, shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const lead = rank - shape.length;
    shape.forEach((size, axis) => {
      const known = dim(result, lead + axis);
      if (size !== 1 && known !== 1 && size !== known) {
        const all = shapes.map((each) => `[${each.join(', ')}]`).join(' and ');
        throw invalidNode(context.node, `Shapes ${all} do not broadcast.`);
      }
      if (known === 1) result[lead + axis] = size;
    });
  }
  return result;
}

/** Strides that read a tensor of shape `shape` as if it had been expanded to `target`: 0 along each repeated axis. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const lead = target.length - shape.length;
  const strides = rowMajorStrides(shape);
  return target.map((_, axis) => (axis < lead || dim(shape, axis - lead) === 1 ? 0 : dim(strides, axis - lead)));
}

/** A tensor seen as [outer, length, inner] around one axis. */
export interface AxisSplit {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export function splitAt(shape: readonly number[], axis: number): AxisSplit {
  return { outer: product(shape.slice(0, axis)), length: dim(shape, axis), inner: product(shape.slice(axis + 1)) };
}
