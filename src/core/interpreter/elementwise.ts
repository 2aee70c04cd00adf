import type { DataType } from '../onnx/graph';
import type { NodeContext } from './context';
import type { HostTensor } from './host-tensor';
import { allocate, at, broadcastShape, broadcastStrides, rowMajorStrides } from './shape';
import { walkRows } from './walk-rows';

export function mapOne(context: NodeContext, dataType: DataType, x: HostTensor, f: (x: number) => number): HostTensor {
  const out = allocate(context, dataType, x.shape);
  const source = x.data;
  const target = out.data;
  for (let i = 0; i < target.length; i++) target[i] = f(at(source, i));
  return out;
}

/** f over two tensors with numpy broadcasting. */
export function mapTwo(
  context: NodeContext,
  dataType: DataType,
  x: HostTensor,
  y: HostTensor,
  f: (x: number, y: number) => number,
): HostTensor {
  const shape = broadcastShape(context, [x.shape, y.shape]);
  const out = allocate(context, dataType, shape);
  const [target, left, right] = [out.data, x.data, y.data];
  const strides = [broadcastStrides(x.shape, shape), broadcastStrides(y.shape, shape)];
  walkRows(shape, strides, (start, offsets, length, steps) => {
    let [i, j] = [at(offsets, 0), at(offsets, 1)];
    const [di, dj] = [at(steps, 0), at(steps, 1)];
    for (let k = start; k < start + length; k++, i += di, j += dj) target[k] = f(at(left, i), at(right, j));
  });
  return out;
}

/** A strided place in a tensor. */
export interface View {
  readonly data: Float64Array;
  readonly strides: readonly number[];
  readonly origin: number;
}

/** Copy a box of shape `shape` from one place to another. */
export function copyBox(shape: readonly number[], from: View, to: View): void {
  const [target, values] = [to.data, from.data];
  const copyRow = (_: number, offsets: Int32Array, length: number, steps: Int32Array): void => {
    const [di, dk] = [at(steps, 0), at(steps, 1)];
    for (let n = 0, i = at(offsets, 0), k = at(offsets, 1); n < length; n++, i += di, k += dk) target[k] = at(values, i);
  };
  walkRows(shape, [from.strides, to.strides], copyRow, [from.origin, to.origin]);
}

/** Copy a strided view of `source` into a new row-major tensor: transposition, expansion, slicing. */
export function copyView(
  context: NodeContext,
  source: HostTensor,
  shape: readonly number[],
  strides: readonly number[],
  origin = 0,
): HostTensor {
  const out = allocate(context, source.dataType, shape);
  copyBox(shape, { data: source.data, strides, origin }, { data: out.data, strides: rowMajorStrides(shape), origin: 0 });
  return out;
}
