import type { HostTensor } from '../host-tensor';
import { float, text } from '../attributes';
import { input, op, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { mapOne } from '../elementwise';
import { erf } from '../erf';
import { invalidNode } from '../interpreter-error';
import { unary } from './unary';

/** 1 / (1 + e^-x), without overflow on either side. */
function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** x/2 (1 + erf(x / √2)). */
function geluExact(x: number): number {
  return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
}

/** x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))). */
function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
}

function gelu(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const approximate = text(context.node, 'approximate', 'none');
  if (approximate !== 'none' && approximate !== 'tanh') throw invalidNode(context.node, `Gelu "${approximate}" is unknown.`);
  return mapOne(context, x.dataType, x, approximate === 'tanh' ? geluTanh : geluExact);
}

/** Bounds are attributes before opset 11 and inputs since. As min(max(x, low), high): high wins when they cross. */
function clip(context: NodeContext): HostTensor {
  const [x, lowInput, highInput] = [input(context, 0), context.inputs[1], context.inputs[2]];
  const low = lowInput === undefined ? float(context.node, 'min', -Infinity) : scalar(context, lowInput);
  const high = highInput === undefined ? float(context.node, 'max', Infinity) : scalar(context, highInput);
  return mapOne(context, x.dataType, x, (value) => Math.min(Math.max(value, low), high));
}

function leakyRelu(context: NodeContext): HostTensor {
  const alpha = float(context.node, 'alpha', 0.01);
  const x = input(context, 0);
  return mapOne(context, x.dataType, x, (value) => (value < 0 ? alpha * value : value));
}

function elu(context: NodeContext): HostTensor {
  const alpha = float(context.node, 'alpha', 1);
  const x = input(context, 0);
  return mapOne(context, x.dataType, x, (value) => (value < 0 ? alpha * Math.expm1(value) : value));
}

function hardSigmoid(context: NodeContext): HostTensor {
  const [alpha, beta] = [float(context.node, 'alpha', 0.2), float(context.node, 'beta', 0.5)];
  const x = input(context, 0);
  return mapOne(context, x.dataType, x, (value) => Math.max(0, Math.min(1, alpha * value + beta)));
}

export const activationOps: OpFamily = [
  unary('Relu', (x) => Math.max(x, 0)),
  unary('Sigmoid', sigmoid),
  unary('Softplus', softplus),
  unary('HardSwish', (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5))),
  op('Gelu', gelu),
  op('Clip', clip),
  op('LeakyRelu', leakyRelu),
  op('Elu', elu),
  op('HardSigmoid', hardSigmoid),
];
