import { getFloat16 } from '@petamoriken/float16';
import type { DataType, StoredTensor } from '../onnx/graph';
import type { HostTensor } from './host-tensor';
import { InterpreterError } from './interpreter-error';
import { product } from './shape';

interface Reader {
  readonly bytes: number;
  readonly read: (view: DataView, offset: number) => number;
}

const word = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function readBfloat16(view: DataView, offset: number): number {
  word.setUint32(0, (view.getUint16(offset, true) << 16) >>> 0);
  return word.getFloat32(0);
}

/** high * 2^32 is exact, so the sum is rounded once: the nearest float64, without a BigInt per element. */
function readInt64(view: DataView, offset: number): number {
  return view.getInt32(offset + 4, true) * 2 ** 32 + view.getUint32(offset, true);
}

function readUint64(view: DataView, offset: number): number {
  return view.getUint32(offset + 4, true) * 2 ** 32 + view.getUint32(offset, true);
}

const readers: ReadonlyMap<DataType, Reader> = new Map<DataType, Reader>([
  ['float32', { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) }],
  ['float64', { bytes: 8, read: (view, offset) => view.getFloat64(offset, true) }],
  ['float16', { bytes: 2, read: (view, offset) => getFloat16(view, offset, true) }],
  ['bfloat16', { bytes: 2, read: readBfloat16 }],
  ['int8', { bytes: 1, read: (view, offset) => view.getInt8(offset) }],
  ['int16', { bytes: 2, read: (view, offset) => view.getInt16(offset, true) }],
  ['int32', { bytes: 4, read: (view, offset) => view.getInt32(offset, true) }],
  ['int64', { bytes: 8, read: readInt64 }],
  ['uint8', { bytes: 1, read: (view, offset) => view.getUint8(offset) }],
  ['uint16', { bytes: 2, read: (view, offset) => view.getUint16(offset, true) }],
  ['uint32', { bytes: 4, read: (view, offset) => view.getUint32(offset, true) }],
  ['uint64', { bytes: 8, read: readUint64 }],
  ['bool', { bytes: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) }],
]);

/**
 * The values of a stored tensor. 64-bit integers beyond 2^53 become the nearest float64 (INT64_MAX becomes 2^63).
 * @throws InterpreterError for strings and unknown types, and when the bytes do not hold exactly the shape's elements.
 */
export function storedToHost(tensor: StoredTensor): HostTensor {
  const place = `tensor "${tensor.name}"`;
  const reader = readers.get(tensor.dataType);
  if (reader === undefined) {
    throw new InterpreterError('INTERPRETER_UNREADABLE_TENSOR', `Values of type ${tensor.dataType} are not numbers.`, place);
  }
  const count = product(tensor.dims);
  if (tensor.bytes.length !== count * reader.bytes) {
    const message = `${tensor.bytes.length} bytes do not hold ${count} values of type ${tensor.dataType}.`;
    throw new InterpreterError('INTERPRETER_UNREADABLE_TENSOR', message, place);
  }
  const bytes = tensor.bytes.subarray();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = reader.read(view, i * reader.bytes);
  return { dataType: tensor.dataType, shape: tensor.dims, data };
}
