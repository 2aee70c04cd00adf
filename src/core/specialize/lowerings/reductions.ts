import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import { type Lowering, type LoweringContext, device } from '../lowering';

type Reduce = (b: GraphBuilder, x: Value, axes: readonly number[]) => Value;

/** Axes as attribute or input; all of them when none are named, unless the node says that means "do nothing". */
function axesOf(c: LoweringContext): number[] | null {
  const named = c.intsFrom('axes', 1);
  if (named !== null && named.length > 0) return named.map((axis) => c.axis(axis)).sort((a, b) => a - b);
  return c.int('noop_with_empty_axes', 0) === 1 ? null : c.shape(0).map((_, axis) => axis);
}

const reduction =
  (reduce: Reduce): Lowering =>
  (c) => {
    const x = c.value(0);
    const axes = axesOf(c);
    if (axes === null) return device(x);
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
const max: Reduce = (b, x, axes) => b.node('ReduceMax', [x], { axes });

/** Before opset 13, Softmax ran over the axis and everything after it, flattened. */
const softmax: Lowering = (c) => {
  const x = c.value(0);
  const axis = c.axis(c.int('axis', c.opset < 13 ? 1 : -1));
  if (c.opset >= 13 || axis === x.shape.length - 1) return device(c.b.node('Softmax', [x], { axis }));
  const columns = x.shape.slice(axis).reduce((a, b) => a * b, 1);
  const rows = x.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  return device(c.b.reshape(c.b.node('Softmax', [c.b.reshape(x, [rows, columns])], { axis: 1 }), x.shape));
};

/** x − max − ln Σ e^(x − max). The maximum is subtracted from both sides, so its own gradient cancels. */
const logSoftmax: Lowering = (c) => {
  const { b } = c;
  const axes = [c.axis(c.int('axis', -1))];
  const centred = b.sub(c.value(0), max(b, c.value(0), axes));
  return device(b.sub(centred, b.log(b.sum(b.exp(centred), axes))));
};

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
  ['Softmax', softmax],
  ['LogSoftmax', logSoftmax],
  ['LayerNormalization', layerNormalization],
]);
