import type { HostTensor } from '../host-tensor';
import { int, text } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, normalizeAxis, product } from '../shape';
import { commonType } from './arithmetic';
import { elementOffsets, tupleOffsets } from './gathering';

type Combine = (old: number, update: number) => number;

const combinations: ReadonlyMap<string, Combine> = new Map<string, Combine>([
  ['none', (_, update) => update],
  ['add', (old, update) => old + update],
  ['mul', (old, update) => old * update],
  ['max', (old, update) => Math.max(old, update)],
  ['min', (old, update) => Math.min(old, update)],
]);

function combination(context: NodeContext): Combine {
  const name = text(context.node, 'reduction', 'none');
  const combine = combinations.get(name);
  if (combine === undefined) throw invalidNode(context.node, `Reduction "${name}" is unknown.`);
  return combine;
}

function copyOf(context: NodeContext, data: HostTensor): HostTensor {
  const out = allocate(context, data.dataType, data.shape);
  out.data.set(data.data);
  return out;
}

function checkUpdates(context: NodeContext, data: HostTensor, updates: HostTensor, expected: number): void {
  commonType(context, data, updates);
  if (updates.data.length !== expected) {
    throw invalidNode(context.node, `${expected} updates are expected, not ${updates.data.length}.`);
  }
}

/** out[..., indices[..., j, ...], ...] takes updates[..., j, ...]; repeated indices accumulate in row-major order. */
function scatterElements(context: NodeContext): HostTensor {
  const [data, indices, updates] = [input(context, 0), input(context, 1), input(context, 2)];
  const axis = normalizeAxis(context, int(context.node, 'axis', 0), data.shape.length);
  checkUpdates(context, data, updates, indices.data.length);
  const combine = combination(context);
  const offsets = elementOffsets(context, data.shape, indices, axis);
  const out = copyOf(context, data);
  for (let k = 0; k < offsets.length; k++) {
    const offset = at(offsets, k);
    out.data[offset] = combine(at(out.data, offset), at(updates.data, k));
  }
  return out;
}

/** The slices named by the index tuples take the slices of `updates`. */
function scatterNd(context: NodeContext): HostTensor {
  const [data, indices, updates] = [input(context, 0), input(context, 1), input(context, 2)];
  const combine = combination(context);
  const offsets = tupleOffsets(context, data.shape, indices, 0);
  const length = product(data.shape.slice(dim(indices.shape, indices.shape.length - 1)));
  checkUpdates(context, data, updates, offsets.length * length);
  const out = copyOf(context, data);
  for (let t = 0; t < offsets.length; t++) {
    for (let i = 0; i < length; i++) {
      const offset = at(offsets, t) + i;
      out.data[offset] = combine(at(out.data, offset), at(updates.data, t * length + i));
    }
  }
  return out;
}

export const scatteringOps: OpFamily = [op('ScatterElements', scatterElements), op('ScatterND', scatterNd)];
