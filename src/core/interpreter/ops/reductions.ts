import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, intsOf, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { isInteger, saturateToInteger, wrapInteger } from '../data-types';
import { mapOne, mapTwo } from '../elementwise';
import { allocate, at, dim, normalizeAxes, product, rowMajorStrides } from '../shape';
import { walkRows } from '../walk-rows';

interface Reduction {
  /** The value of an empty reduction. */
  readonly initial: number;
  readonly step: (sum: number, x: number) => number;
  /** Of the accumulated value and the number of elements in it. */
  readonly finish?: (sum: number, count: number) => number;
}

/**
 * No axes means all of them, unless `noop_with_empty_axes`: then the reduction runs over sets of one element, which
 * still takes the absolute value or the square of it, as numpy's `axis=()`.
 */
function reducedAxes(context: NodeContext, rank: number): readonly number[] {
  const axes = intsOf(context, 'axes', 1) ?? [];
  if (axes.length > 0) return normalizeAxes(context, axes, rank);
  if (int(context.node, 'noop_with_empty_axes', 0) === 1) return [];
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** The result with every reduced axis kept as 1. */
function reduceKept(context: NodeContext, x: HostTensor, axes: readonly number[], { initial, step, finish }: Reduction): HostTensor {
  const kept = allocate(
    context,
    x.dataType,
    x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  );
  const [target, source] = [kept.data.fill(initial), x.data];
  const strides = rowMajorStrides(kept.shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  walkRows(x.shape, [strides], (start, offsets, length, steps) => {
    const by = at(steps, 0);
    for (let i = start, k = at(offsets, 0); i < start + length; i++, k += by) target[k] = step(at(target, k), at(source, i));
  });
  if (finish !== undefined) {
    const count = product(axes.map((axis) => dim(x.shape, axis)));
    for (let k = 0; k < target.length; k++) target[k] = finish(at(target, k), count);
  }
  return kept;
}

function dropAxes(context: NodeContext, kept: HostTensor, axes: readonly number[]): HostTensor {
  if (int(context.node, 'keepdims', 1) === 1) return kept;
  return { ...kept, shape: kept.shape.filter((_, axis) => !axes.includes(axis)) };
}

/** Means are truncated, sums wrap, and the infinities of an empty maximum or minimum become the type's bounds. */
function toInteger(context: NodeContext, kept: HostTensor): HostTensor {
  const [wrap, saturate] = [wrapInteger(kept.dataType), saturateToInteger(kept.dataType)];
  return mapOne(context, kept.dataType, kept, (x) => (Number.isFinite(x) ? wrap(Math.trunc(x)) : saturate(x)));
}

function reduction(opType: string, rule: Reduction): OpFamily[number] {
  return op(opType, (context) => {
    const x = input(context, 0);
    const axes = reducedAxes(context, x.shape.length);
    const kept = reduceKept(context, x, axes, rule);
    return dropAxes(context, isInteger(x.dataType) ? toInteger(context, kept) : kept, axes);
  });
}

/** log Σ e^x = m + log Σ e^(x - m) with m the largest element, 0 where that is not finite. */
function logSumExp(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const axes = reducedAxes(context, x.shape.length);
  const largest = reduceKept(context, x, axes, { initial: -Infinity, step: (a, b) => Math.max(a, b) });
  const shift = mapOne(context, x.dataType, largest, (m) => (Number.isFinite(m) ? m : 0));
  const powers = mapTwo(context, x.dataType, x, shift, (a, m) => Math.exp(a - m));
  const sums = reduceKept(context, powers, axes, { initial: 0, step: (a, b) => a + b });
  return dropAxes(
    context,
    mapTwo(context, x.dataType, sums, shift, (sum, m) => Math.log(sum) + m),
    axes,
  );
}

const add = (sum: number, x: number): number => sum + x;

export const reductionOps: OpFamily = [
  reduction('ReduceSum', { initial: 0, step: add }),
  reduction('ReduceMean', { initial: 0, step: add, finish: (sum, count) => sum / count }),
  reduction('ReduceMax', { initial: -Infinity, step: (a, b) => Math.max(a, b) }),
  reduction('ReduceMin', { initial: Infinity, step: (a, b) => Math.min(a, b) }),
  reduction('ReduceProd', { initial: 1, step: (a, b) => a * b }),
  reduction('ReduceL1', { initial: 0, step: (sum, x) => sum + Math.abs(x) }),
  reduction('ReduceL2', { initial: 0, step: (sum, x) => sum + x * x, finish: Math.sqrt }),
  reduction('ReduceSumSquare', { initial: 0, step: (sum, x) => sum + x * x }),
  op('ReduceLogSumExp', logSumExp),
];
