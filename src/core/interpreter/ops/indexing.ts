import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, op, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { dataTypeFromNumber } from '../../onnx/data-types';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, normalizeAxis, product, rowMajorStrides, splitAt } from '../shape';

/** `values` is [off, on]; an index outside [-depth, depth - 1] leaves its row off. */
function oneHot(context: NodeContext): HostTensor {
  const [indices, values] = [input(context, 0), input(context, 2)];
  const depth = scalar(context, input(context, 1));
  if (values.data.length !== 2) throw invalidNode(context.node, 'The values are [off, on].');
  const rank = indices.shape.length + 1;
  const axis = normalizeAxis(context, int(context.node, 'axis', -1), rank);
  const out = allocate(context, values.dataType, [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)]);
  out.data.fill(at(values.data, 0));
  const inner = product(indices.shape.slice(axis));
  for (let k = 0; k < indices.data.length; k++) {
    const given = at(indices.data, k);
    const index = given < 0 ? given + depth : given;
    if (index < 0 || index >= depth) continue;
    out.data[(Math.floor(k / inner) * depth + index) * inner + (k % inner)] = at(values.data, 1);
  }
  return out;
}

/** [rank, count]: the coordinates of the elements other than 0, in row-major order. */
function nonZero(context: NodeContext): HostTensor {
  const x = input(context, 0);
  let count = 0;
  for (let i = 0; i < x.data.length; i++) if (at(x.data, i) !== 0) count++;
  const out = allocate(context, 'int64', [x.shape.length, count]);
  const strides = rowMajorStrides(x.shape);
  for (let i = 0, k = 0; i < x.data.length; i++) {
    if (at(x.data, i) === 0) continue;
    for (let axis = 0; axis < x.shape.length; axis++) {
      out.data[axis * count + k] = Math.floor(i / dim(strides, axis)) % dim(x.shape, axis);
    }
    k++;
  }
  return out;
}

/** Ones on the k-th diagonal. */
function eyeLike(context: NodeContext): HostTensor {
  const x = input(context, 0);
  if (x.shape.length !== 2) throw invalidNode(context.node, 'EyeLike takes a matrix.');
  const dataType = context.node.attributes.has('dtype') ? dataTypeFromNumber(int(context.node, 'dtype', 1)) : x.dataType;
  const out = allocate(context, dataType, x.shape);
  const [rows, columns] = [dim(x.shape, 0), dim(x.shape, 1)];
  const k = int(context.node, 'k', 0);
  for (let row = Math.max(0, -k); row < rows && row + k < columns; row++) out.data[row * columns + row + k] = 1;
  return out;
}

/** The first (or last) place along the axis of the value that `better` prefers to all others. */
function argBest(context: NodeContext, better: (x: number, best: number) => boolean): HostTensor {
  const x = input(context, 0);
  const axis = normalizeAxis(context, int(context.node, 'axis', 0), x.shape.length);
  const last = int(context.node, 'select_last_index', 0) === 1;
  const keep = int(context.node, 'keepdims', 1) === 1;
  const { outer, length, inner } = splitAt(x.shape, axis);
  const shape = keep ? x.shape.map((size, k) => (k === axis ? 1 : size)) : x.shape.filter((_, k) => k !== axis);
  const out = allocate(context, 'int64', shape);
  if (length === 0) throw invalidNode(context.node, 'The axis is empty.');
  for (let lane = 0; lane < outer * inner; lane++) {
    const start = Math.floor(lane / inner) * length * inner + (lane % inner);
    let [best, place] = [at(x.data, start), 0];
    for (let n = 1; n < length; n++) {
      const value = at(x.data, start + n * inner);
      if (better(value, best) || (last && value === best)) [best, place] = [value, n];
    }
    out.data[lane] = place;
  }
  return out;
}

export const indexingOps: OpFamily = [
  op('OneHot', oneHot),
  op('NonZero', nonZero),
  op('EyeLike', eyeLike),
  op('ArgMax', (context) => argBest(context, (x, best) => x > best)),
  op('ArgMin', (context) => argBest(context, (x, best) => x < best)),
];
