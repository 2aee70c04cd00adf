import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { wrapInteger } from '../data-types';
import { mapOne, mapTwo } from '../elementwise';
import { allocate, at, broadcastShape, broadcastStrides } from '../shape';
import { walkRows } from '../walk-rows';
import { commonType } from './arithmetic';

function predicate(context: NodeContext, f: (x: number, y: number) => boolean): HostTensor {
  const [x, y] = [input(context, 0), input(context, 1)];
  commonType(context, x, y);
  return mapTwo(context, 'bool', x, y, (a, b) => (f(a, b) ? 1 : 0));
}

function test(context: NodeContext, f: (x: number) => boolean): HostTensor {
  return mapOne(context, 'bool', input(context, 0), (x) => (f(x) ? 1 : 0));
}

function isInf(context: NodeContext): HostTensor {
  const positive = int(context.node, 'detect_positive', 1) === 1;
  const negative = int(context.node, 'detect_negative', 1) === 1;
  return test(context, (x) => (positive && x === Infinity) || (negative && x === -Infinity));
}

/** condition ? x : y, all three broadcast together. */
function where(context: NodeContext): HostTensor {
  const [condition, x, y] = [input(context, 0), input(context, 1), input(context, 2)];
  const operands = [condition, x, y];
  const shape = broadcastShape(
    context,
    operands.map((operand) => operand.shape),
  );
  const out = allocate(context, commonType(context, x, y), shape);
  const [target, chosen, left, right] = [out.data, condition.data, x.data, y.data];
  const strides = operands.map((operand) => broadcastStrides(operand.shape, shape));
  walkRows(shape, strides, (start, offsets, length, steps) => {
    let [h, i, j] = [at(offsets, 0), at(offsets, 1), at(offsets, 2)];
    const [dh, di, dj] = [at(steps, 0), at(steps, 1), at(steps, 2)];
    for (let k = start; k < start + length; k++, h += dh, i += di, j += dj) {
      target[k] = at(chosen, h) !== 0 ? at(left, i) : at(right, j);
    }
  });
  return out;
}

/** On 64-bit types only the lower 32 bits are looked at by JavaScript, so the halves are combined separately. */
function bitwise(context: NodeContext, f: (x: number, y: number) => number): HostTensor {
  const [x, y] = [input(context, 0), input(context, 1)];
  const dataType = commonType(context, x, y);
  const wrap = wrapInteger(dataType);
  const high = (value: number): number => Math.floor(value / 2 ** 32);
  const wide = dataType === 'int64' || dataType === 'uint64';
  const unsigned = dataType === 'uint64';
  const combine = (a: number, b: number): number => {
    const upper = f(high(a), high(b));
    return (unsigned ? upper >>> 0 : upper) * 2 ** 32 + (f(a, b) >>> 0);
  };
  return mapTwo(context, dataType, x, y, wide ? combine : (a, b) => wrap(f(a, b)));
}

function bitwiseNot(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const wrap = wrapInteger(x.dataType);
  const top = x.dataType === 'uint64' ? 2 ** 64 : 0;
  return mapOne(context, x.dataType, x, (value) => wrap(top - 1 - value));
}

export const logicOps: OpFamily = [
  op('Equal', (context) => predicate(context, (x, y) => x === y)),
  op('Greater', (context) => predicate(context, (x, y) => x > y)),
  op('GreaterOrEqual', (context) => predicate(context, (x, y) => x >= y)),
  op('Less', (context) => predicate(context, (x, y) => x < y)),
  op('LessOrEqual', (context) => predicate(context, (x, y) => x <= y)),
  op('And', (context) => predicate(context, (x, y) => x !== 0 && y !== 0)),
  op('Or', (context) => predicate(context, (x, y) => x !== 0 || y !== 0)),
  op('Xor', (context) => predicate(context, (x, y) => (x !== 0) !== (y !== 0))),
  op('Not', (context) => test(context, (x) => x === 0)),
  op('IsNaN', (context) => test(context, Number.isNaN)),
  op('IsInf', isInf),
  op('Where', where),
  op('BitwiseAnd', (context) => bitwise(context, (x, y) => x & y)),
  op('BitwiseOr', (context) => bitwise(context, (x, y) => x | y)),
  op('BitwiseNot', bitwiseNot),
];
