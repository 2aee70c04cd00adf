import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, normalizeAxis, product, rowMajorStrides, splitAt } from '../shape';

/** A negative index counts from the end. */
export function checkedIndex(context: NodeContext, index: number, size: number): number {
  if (!(index >= -size && index < size)) throw invalidNode(context.node, `Index ${index} is outside an axis of size ${size}.`);
  return index < 0 ? index + size : index;
}

/** out[o, j, i] = data[o, indices[j], i], around `axis`. */
function gather(context: NodeContext): HostTensor {
  const [data, indices] = [input(context, 0), input(context, 1)];
  const axis = normalizeAxis(context, int(context.node, 'axis', 0), data.shape.length);
  const { outer, length, inner } = splitAt(data.shape, axis);
  const out = allocate(context, data.dataType, [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)]);
  const [target, source, chosen] = [out.data, data.data, indices.data];
  let k = 0;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < chosen.length; j++) {
      let from = (o * length + checkedIndex(context, at(chosen, j), length)) * inner;
      for (const end = from + inner; from < end; from++) target[k++] = at(source, from);
    }
  }
  return out;
}

/** out[..., j, ...] = data[..., indices[..., j, ...], ...]: the index replaces the coordinate along `axis`. */
function gatherElements(context: NodeContext): HostTensor {
  const [data, indices] = [input(context, 0), input(context, 1)];
  const axis = normalizeAxis(context, int(context.node, 'axis', 0), data.shape.length);
  const out = allocate(context, data.dataType, indices.shape);
  const offsets = elementOffsets(context, data.shape, indices, axis);
  for (let k = 0; k < offsets.length; k++) out.data[k] = at(data.data, at(offsets, k));
  return out;
}

/** For each element of `indices`, the place in a tensor of shape `shape` it stands for. */
export function elementOffsets(context: NodeContext, shape: readonly number[], indices: HostTensor, axis: number): Int32Array {
  if (indices.shape.length !== shape.length) throw invalidNode(context.node, 'The indices need the rank of the data.');
  const strides = rowMajorStrides(shape);
  const counter = new Int32Array(shape.length);
  const result = new Int32Array(indices.data.length);
  for (let k = 0; k < result.length; k++) {
    let offset = checkedIndex(context, at(indices.data, k), dim(shape, axis)) * dim(strides, axis);
    for (let a = 0; a < shape.length; a++) if (a !== axis) offset += at(counter, a) * dim(strides, a);
    result[k] = offset;
    for (let a = shape.length - 1; a >= 0; a--) {
      const next = at(counter, a) + 1;
      counter[a] = next === indices.shape[a] ? 0 : next;
      if (next !== indices.shape[a]) break;
    }
  }
  return result;
}

/** The start of each slice that the index tuples (last axis of `indices`) of GatherND and ScatterND name. */
export function tupleOffsets(context: NodeContext, shape: readonly number[], indices: HostTensor, batchDims: number): Int32Array {
  const tuple = dim(indices.shape, indices.shape.length - 1);
  if (!(batchDims + tuple <= shape.length)) throw invalidNode(context.node, `Index tuples of ${tuple} are too long.`);
  const strides = rowMajorStrides(shape);
  const batches = product(shape.slice(0, batchDims));
  const batchStride = product(shape.slice(batchDims));
  const tuples = product(indices.shape.slice(0, -1));
  const result = new Int32Array(tuples);
  for (let t = 0; t < tuples; t++) {
    let offset = Math.floor(t / (tuples / batches)) * batchStride;
    for (let a = 0; a < tuple; a++) {
      const index = checkedIndex(context, at(indices.data, t * tuple + a), dim(shape, batchDims + a));
      offset += index * dim(strides, batchDims + a);
    }
    result[t] = offset;
  }
  return result;
}

function gatherNd(context: NodeContext): HostTensor {
  const [data, indices] = [input(context, 0), input(context, 1)];
  const batchDims = int(context.node, 'batch_dims', 0);
  const offsets = tupleOffsets(context, data.shape, indices, batchDims);
  const rest = data.shape.slice(batchDims + dim(indices.shape, indices.shape.length - 1));
  const out = allocate(context, data.dataType, [...indices.shape.slice(0, -1), ...rest]);
  const length = product(rest);
  for (let t = 0; t < offsets.length; t++) {
    const start = at(offsets, t);
    for (let i = 0; i < length; i++) out.data[t * length + i] = at(data.data, start + i);
  }
  return out;
}

export const gatheringOps: OpFamily = [op('Gather', gather), op('GatherElements', gatherElements), op('GatherND', gatherNd)];
