import type { DataType } from '../../onnx/graph';
import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, op, presentInputs } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { isFloat } from '../../onnx/data-types';
import { isInteger, wrapInteger } from '../data-types';
import { mapOne, mapTwo } from '../elementwise';
import { invalidNode } from '../interpreter-error';

type Binary = (x: number, y: number) => number;

/** ONNX has no implicit conversion: both sides are of one type, which is the result's. */
export function commonType(context: NodeContext, x: HostTensor, y: HostTensor): DataType {
  if (x.dataType !== y.dataType) {
    throw invalidNode(context.node, `Inputs of types ${x.dataType} and ${y.dataType} cannot be combined.`);
  }
  return x.dataType;
}

/** A real function on floats; on integers the same followed by the type's wrap-around, or `integers` where that differs. */
function arithmetic(context: NodeContext, f: Binary, integers: (dataType: DataType) => Binary = wrapped(f)): HostTensor {
  const [x, y] = [input(context, 0), input(context, 1)];
  const dataType = commonType(context, x, y);
  return mapTwo(context, dataType, x, y, isInteger(dataType) ? integers(dataType) : f);
}

function wrapped(f: Binary): (dataType: DataType) => Binary {
  return (dataType) => {
    const wrap = wrapInteger(dataType);
    return (x, y) => wrap(f(x, y));
  };
}

/** A product of two 32-bit integers needs 62 bits, more than float64 has. */
function multiplyIntegers(dataType: DataType): Binary {
  if (dataType === 'int32') return Math.imul;
  if (dataType === 'uint32') return (x, y) => Math.imul(x, y) >>> 0;
  return wrapped((x, y) => x * y)(dataType);
}

function divideIntegers(context: NodeContext): (dataType: DataType) => Binary {
  return wrapped((x, y) => {
    if (y === 0) throw invalidNode(context.node, 'Integer division by zero.');
    return Math.trunc(x / y);
  });
}

/** fmod = 0: the sign of the divisor, as Python's %, for integers only; fmod = 1: the sign of the dividend, as C's. */
function modulo(context: NodeContext): HostTensor {
  const truncating = int(context.node, 'fmod', 0) === 1;
  if (!truncating && isFloat(input(context, 0).dataType)) throw invalidNode(context.node, 'Mod of floats needs fmod = 1.');
  const integers: Binary = (x, y) => {
    if (y === 0) throw invalidNode(context.node, 'Integer division by zero.');
    const rest = x % y;
    return truncating || rest === 0 || rest < 0 === y < 0 ? rest : rest + y;
  };
  return arithmetic(context, (x, y) => x % y, wrapped(integers));
}

/** C's pow, where 1 to any power and -1 to an infinite one are 1; JavaScript's ** gives NaN. The type is the base's. */
function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return x ** y;
}

function pow(context: NodeContext): HostTensor {
  const [x, y] = [input(context, 0), input(context, 1)];
  const wrap = wrapInteger(x.dataType);
  const f: Binary = isInteger(x.dataType) ? (base, exponent) => wrap(Math.trunc(power(base, exponent))) : power;
  return mapTwo(context, x.dataType, x, y, f);
}

function fold(context: NodeContext, f: Binary): HostTensor {
  return presentInputs(context).reduce((x, y) => mapTwo(context, commonType(context, x, y), x, y, f));
}

function mean(context: NodeContext): HostTensor {
  const sum = fold(context, (x, y) => x + y);
  const count = presentInputs(context).length;
  return mapOne(context, sum.dataType, sum, (x) => x / count);
}

export const arithmeticOps: OpFamily = [
  op('Add', (context) => arithmetic(context, (x, y) => x + y)),
  op('Sub', (context) => arithmetic(context, (x, y) => x - y)),
  op('Mul', (context) => arithmetic(context, (x, y) => x * y, multiplyIntegers)),
  op('Div', (context) => arithmetic(context, (x, y) => x / y, divideIntegers(context))),
  op('Mod', modulo),
  op('Pow', pow),
  op('Max', (context) => fold(context, (x, y) => Math.max(x, y))),
  op('Min', (context) => fold(context, (x, y) => Math.min(x, y))),
  op('Sum', (context) => fold(context, (x, y) => x + y)),
  op('Mean', mean),
];
