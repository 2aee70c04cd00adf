import type { HostTensor } from '../host-tensor';
import { float, int } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { mapTwo } from '../elementwise';
import { allocate, at, normalizeAxis, product, splitAt } from '../shape';
import type { AxisSplit } from '../shape';

/**
 * Since opset 13 the softmax runs along one axis (the last by default). Before, the input is flattened to 2-D at `axis`
 * (1 by default) and the softmax runs along the whole rest.
 */
function softmaxLanes(context: NodeContext, x: HostTensor): AxisSplit {
  const { node, opset } = context;
  const axis = normalizeAxis(context, int(node, 'axis', opset < 13 ? 1 : -1), x.shape.length);
  if (opset >= 13) return splitAt(x.shape, axis);
  return { outer: product(x.shape.slice(0, axis)), length: product(x.shape.slice(axis)), inner: 1 };
}

/** e^(x - m) / Σ e^(x - m), or x - m - log Σ e^(x - m), with m the largest of the lane. */
function softmax(context: NodeContext, logarithm: boolean): HostTensor {
  const x = input(context, 0);
  const { outer, length, inner } = softmaxLanes(context, x);
  const out = allocate(context, x.dataType, x.shape);
  const [target, source] = [out.data, x.data];
  for (let lane = 0; lane < outer * inner; lane++) {
    const start = Math.floor(lane / inner) * length * inner + (lane % inner);
    const end = start + length * inner;
    let largest = -Infinity;
    for (let i = start; i < end; i += inner) largest = Math.max(largest, at(source, i));
    let sum = 0;
    for (let i = start; i < end; i += inner) sum += target[i] = Math.exp(at(source, i) - largest);
    const logSum = Math.log(sum);
    for (let i = start; i < end; i += inner) target[i] = logarithm ? at(source, i) - largest - logSum : at(target, i) / sum;
  }
  return out;
}

/** Y = (X - mean) / √(var + ε) * scale + bias over the axes from `axis` on; also the mean and 1/√(var + ε). */
function layerNormalization(context: NodeContext): HostTensor[] {
  const [x, scale, bias] = [input(context, 0), input(context, 1), context.inputs[2]];
  const axis = normalizeAxis(context, int(context.node, 'axis', -1), x.shape.length);
  const epsilon = float(context.node, 'epsilon', 1e-5);
  const length = product(x.shape.slice(axis));
  const lanes = product(x.shape.slice(0, axis));
  const statisticsShape = x.shape.map((size, k) => (k < axis ? size : 1));
  const normalized = allocate(context, x.dataType, x.shape);
  const statisticsType = x.dataType === 'float64' ? 'float64' : 'float32';
  const mean = allocate(context, statisticsType, statisticsShape);
  const inverse = allocate(context, statisticsType, statisticsShape);
  for (let lane = 0; lane < lanes; lane++) {
    const [start, end] = [lane * length, (lane + 1) * length];
    let sum = 0;
    for (let i = start; i < end; i++) sum += at(x.data, i);
    const center = sum / length;
    let squares = 0;
    for (let i = start; i < end; i++) squares += (at(x.data, i) - center) ** 2;
    const factor = 1 / Math.sqrt(squares / length + epsilon);
    for (let i = start; i < end; i++) normalized.data[i] = (at(x.data, i) - center) * factor;
    mean.data[lane] = center;
    inverse.data[lane] = factor;
  }
  const scaled = mapTwo(context, x.dataType, normalized, scale, (value, factor) => value * factor);
  const shifted = bias === undefined ? scaled : mapTwo(context, x.dataType, scaled, bias, (value, term) => value + term);
  return [shifted, mean, inverse];
}

export const normalizationOps: OpFamily = [
  op('Softmax', (context) => softmax(context, false)),
  op('LogSoftmax', (context) => softmax(context, true)),
  ['LayerNormalization', { evaluate: layerNormalization }],
];
