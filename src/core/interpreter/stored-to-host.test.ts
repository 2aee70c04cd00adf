import { describe, expect, it } from 'vitest';
import type { DataType, StoredTensor } from '../onnx/graph';
import { InterpreterError } from './interpreter-error';
import { storedToHost } from './stored-to-host';

/** The bytes at an odd offset of a larger buffer, as in a model file. */
function stored(dataType: DataType, dims: readonly number[], bytes: readonly number[]): StoredTensor {
  const file = new Uint8Array(bytes.length + 5);
  file.set(bytes, 3);
  return { name: 't', dataType, dims, bytes: file.subarray(3, 3 + bytes.length), range: null };
}

function raw(write: (view: DataView) => void, length: number): number[] {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return Array.from(bytes);
}

describe('storedToHost', () => {
  it.each<readonly [DataType, readonly number[], readonly number[]]>([
    ['float32', raw((view) => view.setFloat32(0, -0.1, true), 4), [Math.fround(-0.1)]],
    ['float64', raw((view) => view.setFloat64(0, 0.1, true), 8), [0.1]],
    ['float16', [0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc], [1, 2 ** -24, -Infinity]],
    ['bfloat16', [0x80, 0x3f, 0x49, 0xc0], [1, -3.140625]],
    ['int8', [0xff, 0x7f], [-1, 127]],
    ['int16', [0xfe, 0xff], [-2]],
    ['int32', raw((view) => view.setInt32(0, -(2 ** 31), true), 4), [-(2 ** 31)]],
    ['int64', raw((view) => view.setBigInt64(0, -(2n ** 53n) + 1n, true), 8), [-(2 ** 53) + 1]],
    ['int64', raw((view) => view.setBigInt64(0, -1n, true), 8), [-1]],
    ['int64', raw((view) => view.setBigInt64(0, 2n ** 63n - 1n, true), 8), [2 ** 63]],
    ['uint8', [0xff], [255]],
    ['uint16', [0xfe, 0xff], [65534]],
    ['uint32', [0xff, 0xff, 0xff, 0xff], [2 ** 32 - 1]],
    ['uint64', raw((view) => view.setBigUint64(0, 2n ** 63n, true), 8), [2 ** 63]],
    ['bool', [0, 1, 7], [0, 1, 1]],
  ])('reads unaligned %s', (dataType, bytes, expected) => {
    const tensor = storedToHost(stored(dataType, [expected.length], bytes));
    expect(Array.from(tensor.data)).toEqual(expected);
    expect(tensor).toMatchObject({ dataType, shape: [expected.length] });
  });

  it('refuses what is not numbers or not as many as the shape says', () => {
    expect(() => storedToHost(stored('string', [1], [65]))).toThrow(InterpreterError);
    expect(() => storedToHost(stored('float32', [2], [0, 0, 0, 0]))).toThrow(/4 bytes do not hold 2 values/);
  });
});
