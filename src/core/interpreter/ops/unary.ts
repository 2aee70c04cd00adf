import type { HostTensor } from '../host-tensor';
import { requiredInt } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { dataTypeFromNumber } from '../../onnx/data-types';
import { castFunction, isInteger, wrapInteger } from '../data-types';
import { mapOne } from '../elementwise';
import { erf } from '../erf';
import { invalidNode } from '../interpreter-error';

/** f element by element; integer results keep to their type (Abs and Neg of the smallest int32 are itself). */
export function unary(opType: string, f: (x: number) => number): OpFamily[number] {
  return op(opType, (context) => {
    const x = input(context, 0);
    const wrap = wrapInteger(x.dataType);
    return mapOne(context, x.dataType, x, isInteger(x.dataType) ? (value) => wrap(f(value)) : f);
  });
}

/** To the nearest integer, halves to the even one. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const fraction = x - floor;
  if (fraction < 0.5) return floor;
  if (fraction > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Strings cannot be cast; everything else follows {@link castFunction}. */
function cast(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const number = requiredInt(context.node, 'to');
  const to = dataTypeFromNumber(number);
  if (to === 'other' || to === 'string') throw invalidNode(context.node, `Cast to data type ${number} is not implemented.`);
  return castTo(context, x, to);
}

function castTo(context: NodeContext, x: HostTensor, to: HostTensor['dataType']): HostTensor {
  const f = castFunction(x.dataType, to);
  return f === undefined ? { dataType: to, shape: x.shape, data: x.data } : mapOne(context, to, x, f);
}

export const unaryOps: OpFamily = [
  op('Cast', cast),
  op('CastLike', (context) => castTo(context, input(context, 0), input(context, 1).dataType)),
  unary('Neg', (x) => -x),
  unary('Abs', Math.abs),
  unary('Sign', Math.sign),
  unary('Floor', Math.floor),
  unary('Ceil', Math.ceil),
  unary('Round', roundHalfEven),
  unary('Sqrt', Math.sqrt),
  unary('Reciprocal', (x) => 1 / x),
  unary('Exp', Math.exp),
  unary('Log', Math.log),
  unary('Sin', Math.sin),
  unary('Cos', Math.cos),
  unary('Tanh', Math.tanh),
  unary('Erf', erf),
];
