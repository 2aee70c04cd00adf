import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import { sizeOf } from '../../tensor';
import { type Lowering, type LoweringContext, device } from '../lowering';

type Reduce = (b: GraphBuilder, x: Value, axes: readonly number[]) => Value;

/** Axes as attribute or input; all of them when none are named, unless the node says that means none at all. */
function axesOf(c: LoweringContext): number[] {
  const named = c.intsFrom('axes', 1);
  if (named !== null && named.length > 0) return named.map((axis) => c.axis(axis)).sort((a, b) => a - b);
  return c.int('noop_with_empty_axes', 0) === 1 ? [] : c.shape(0).map((_, axis) => axis);
}

/** Over no axes a sum is the element itself, but ReduceL1 is still |x|. */
const reduction =
  (reduce: Reduce): Lowering =>
  (c) => {
    const x = c.value(0);
    const axes = axesOf(c);
    const reduced = reduce(c.b, x, axes);
    if (c.int('keepdims', 1) === 1) return device(reduced);
    return device(
      c.b.reshape(
        reduced,
        x.shape.filter((_, axis) => !axes.includes(axis)),
      ),
    );
  };

const square = (b: GraphBuilder, x: Value): Value => b.mul(x, x);
const max: Reduce = (b, x, axes) => (axes.length === 0 ? x : b.node('ReduceMax', [x], { axes }));

/** Before opset 13, the softmaxes ran over the axis and everything after it, flattened. */
const alongAxis =
  (apply: (b: GraphBuilder, x: Value, axis: number) => Value): Lowering =>
  (c) => {
    const x = c.value(0);
    const axis = c.axis(c.int('axis', c.opset < 13 ? 1 : -1));
    if (c.opset >= 13 || axis === x.shape.length - 1) return device(apply(c.b, x, axis));
    const [rows, columns] = [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))];
    return device(c.b.reshape(apply(c.b, c.b.reshape(x, [rows, columns]), 1), x.shape));
  };

/** x − max − ln Σ e^(x − max). The maximum is subtracted from both sides, so its own gradient cancels. */
function logSoftmax(b: GraphBuilder, x: Value, axis: number): Value {
  const centred = b.sub(x, max(b, x, [axis]));
  return b.sub(centred, b.log(b.sum(b.exp(centred), [axis])));
}

const layerNormalization: Lowering = (c) => {
  const axis = c.axis(c.int('axis', -1));
  const shape = c.shape(0).slice(axis);
  const bias = c.has(2) ? c.value(2) : c.b.constant(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  if (c.node.outputs.slice(1).some((name) => name !== '')) throw c.refuse('also gives out its mean and deviation');
  return device(c.b.node('LayerNormalization', [c.value(0), c.value(1), bias], { axis, epsilon: c.float('epsilon', 1e-5) }));
};

export const REDUCTIONS: ReadonlyMap<string, Lowering> = new Map([
  ['ReduceSum', reduction((b, x, axes) => b.sum(x, axes))],
  ['ReduceMean', reduction((b, x, axes) => b.mean(x, axes))],
  ['ReduceMax', reduction(max)],
  ['ReduceMin', reduction((b, x, axes) => b.neg(max(b, b.neg(x), axes)))],
  ['ReduceSumSquare', reduction((b, x, axes) => b.sum(square(b, x), axes))],
  ['ReduceL2', reduction((b, x, axes) => b.sqrt(b.sum(square(b, x), axes)))],
  ['ReduceL1', reduction((b, x, axes) => b.sum(b.node('Abs', [x], {}), axes))],
  ['Softmax', alongAxis((b, x, axis) => b.node('Softmax', [x], { axis }))],
  ['LogSoftmax', alongAxis(logSoftmax)],
  ['LayerNormalization', layerNormalization],
]);
