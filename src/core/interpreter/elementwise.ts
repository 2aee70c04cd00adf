import type { DataType } from '../onnx/graph';
import type { NodeContext } from './context';
import type { HostTensor } from './host-tensor';
import { allocate, at, broadcastShape, broadcastStrides } from './shape';
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

/** Copy a strided view of `source` into a new row-major tensor: transposition, expansion, slicing. */
export function copyView(
  context: NodeContext,
  source: HostTensor,
  shape: readonly number[],
  strides: readonly number[],
  origin = 0,
): HostTensor {
  const out = allocate(context, source.dataType, shape);
  const [target, values] = [out.data, source.data];
  const copyRow = (start: number, offsets: Int32Array, length: number, steps: Int32Array): void => {
    const step = at(steps, 0);
    for (let k = start, i = at(offsets, 0); k < start + length; k++, i += step) target[k] = at(values, i);
  };
  walkRows(shape, [strides], copyRow, [origin]);
  return out;
}
