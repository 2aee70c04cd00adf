import type { HostTensor } from '../host-tensor';
import { float, text } from '../attributes';
import { input, intsOf, op, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { copyBox, copyView } from '../elementwise';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, normalizeAxis, rowMajorStrides } from '../shape';

interface Interval {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Negative bounds count from the end, then are clamped to [0, size] for a positive step and to [0, size - 1] (start)
 * and [-1, size - 1] (end) for a negative one; INT64_MAX and INT64_MIN are thereby "to the end".
 */
function interval(size: number, start: number, end: number, step: number): Interval {
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (bound: number): number => Math.min(Math.max(bound < 0 ? bound + size : bound, low), high);
  const first = step > 0 ? clamp(start) : Math.max(clamp(start), Math.min(0, high));
  return { start: first, step, count: Math.max(Math.ceil((clamp(end) - first) / step), 0) };
}

function slice(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const starts = intsOf(context, 'starts', 1);
  const ends = intsOf(context, 'ends', 2);
  if (starts === undefined || ends === undefined || starts.length !== ends.length) {
    throw invalidNode(context.node, 'Starts and ends are expected, as many of one as of the other.');
  }
  const axes = intsOf(context, 'axes', 3) ?? starts.map((_, axis) => axis);
  const steps = context.inputs[4]?.data;
  const strides = rowMajorStrides(x.shape);
  const shape = [...x.shape];
  let origin = 0;
  starts.forEach((start, k) => {
    const axis = normalizeAxis(context, dim(axes, k), x.shape.length);
    const step = steps === undefined ? 1 : at(steps, k);
    if (step === 0 || Number.isNaN(step)) throw invalidNode(context.node, `Step ${k} is not a number other than 0.`);
    const range = interval(dim(x.shape, axis), start, dim(ends, k), step);
    origin += range.start * dim(strides, axis);
    shape[axis] = range.count;
    strides[axis] = dim(strides, axis) * step;
  });
  return copyView(context, x, shape, strides, origin);
}

/** The 2 * rank pads, also when the input lists them for some `axes` only. */
function fullPads(context: NodeContext, rank: number): readonly number[] {
  const pads = intsOf(context, 'pads', 1);
  const given = context.inputs[3];
  const axes = given === undefined ? Array.from({ length: rank }, (_, axis) => axis) : Array.from(given.data);
  if (pads === undefined || pads.length !== 2 * axes.length) throw invalidNode(context.node, 'Two pads for each axis are expected.');
  const full = new Array<number>(2 * rank).fill(0);
  axes.forEach((each, k) => {
    const axis = normalizeAxis(context, each, rank);
    full[axis] = dim(pads, k);
    full[rank + axis] = dim(pads, axes.length + k);
  });
  return full;
}

/** Constant padding; a negative pad crops. What stays of the input is one box, copied to its place in a filled result. */
function pad(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const mode = text(context.node, 'mode', 'constant');
  if (mode !== 'constant') throw invalidNode(context.node, `Pad mode "${mode}" is not implemented.`);
  const rank = x.shape.length;
  const pads = fullPads(context, rank);
  const before = x.shape.map((_, axis) => dim(pads, axis));
  const after = x.shape.map((_, axis) => dim(pads, rank + axis));
  const fill = context.inputs[2];
  const shape = x.shape.map((size, axis) => size + dim(before, axis) + dim(after, axis));
  const out = allocate(context, x.dataType, shape);
  out.data.fill(fill === undefined ? float(context.node, 'value', 0) : scalar(context, fill));
  const kept = x.shape.map((size, axis) => size + Math.min(dim(before, axis), 0) + Math.min(dim(after, axis), 0));
  if (kept.some((size) => size <= 0)) return out;
  const [from, to] = [rowMajorStrides(x.shape), rowMajorStrides(shape)];
  const distance = (strides: readonly number[], sign: number): number =>
    strides.reduce((sum, stride, axis) => sum + Math.max(sign * dim(before, axis), 0) * stride, 0);
  copyBox(kept, { data: x.data, strides: from, origin: distance(from, -1) }, { data: out.data, strides: to, origin: distance(to, 1) });
  return out;
}

export const slicingOps: OpFamily = [op('Slice', slice), op('Pad', pad)];
