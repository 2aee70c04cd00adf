import { f16round } from '@petamoriken/float16';
import { isFloat } from '../onnx/data-types';
import type { DataType } from '../onnx/graph';

const integerRanges: ReadonlyMap<DataType, readonly [bits: number, signed: boolean]> = new Map([
  ['int8', [8, true]],
  ['int16', [16, true]],
  ['int32', [32, true]],
  ['int64', [64, true]],
  ['uint8', [8, false]],
  ['uint16', [16, false]],
  ['uint32', [32, false]],
  ['uint64', [64, false]],
]);

export function isInteger(dataType: DataType): boolean {
  return integerRanges.has(dataType);
}

/**
 * Two's complement wrap-around of an integer result, as the fixed-width kernels do it. 64-bit results are kept as they
 * are: beyond 2^53 float64 cannot tell them apart anyway. `+ 0` turns -0 into 0, which no integer type has.
 */
export function wrapInteger(dataType: DataType): (x: number) => number {
  switch (dataType) {
    case 'int8':
      return (x) => (x << 24) >> 24;
    case 'int16':
      return (x) => (x << 16) >> 16;
    case 'int32':
      return (x) => x | 0;
    case 'uint8':
      return (x) => x & 0xff;
    case 'uint16':
      return (x) => x & 0xffff;
    case 'uint32':
      return (x) => x >>> 0;
    default:
      return (x) => x + 0;
  }
}

/** Truncate towards zero, then saturate: ONNX leaves floats outside the integer type undefined; NaN becomes 0. */
export function saturateToInteger(dataType: DataType): (x: number) => number {
  const [bits, signed] = integerRanges.get(dataType) ?? [64, true];
  const high = 2 ** (signed ? bits - 1 : bits) - (bits === 64 ? 0 : 1);
  const low = signed ? -(2 ** (bits - 1)) : 0;
  return (x) => (Number.isNaN(x) ? 0 : Math.min(high, Math.max(low, Math.trunc(x))) + 0);
}

const word = new DataView(new ArrayBuffer(4));

/** To the nearest bfloat16, ties to even; by way of float32, as the kernels do. */
export function roundToBfloat16(x: number): number {
  word.setFloat32(0, x);
  const bits = word.getUint32(0);
  if (Number.isNaN(x)) return x;
  const rounded = bits + 0x7fff + ((bits >>> 16) & 1);
  word.setUint32(0, (rounded & 0xffff0000) >>> 0);
  return word.getFloat32(0);
}

/**
 * The function Cast applies. float16 and bfloat16 round; float32 does NOT: the interpreter is the float64 reference of
 * the gradient check, where a model's casts to float32 would otherwise cost half of the digits.
 */
export function castFunction(from: DataType, to: DataType): ((x: number) => number) | undefined {
  if (to === from || to === 'float32' || to === 'float64') return undefined;
  if (to === 'bool') return (x) => (x === 0 ? 0 : 1);
  if (to === 'float16') return f16round;
  if (to === 'bfloat16') return roundToBfloat16;
  return isFloat(from) ? saturateToInteger(to) : wrapInteger(to);
}
