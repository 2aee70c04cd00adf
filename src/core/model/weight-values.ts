import { getFloat16, setFloat16 } from '@petamoriken/float16';
import type { DataType, StoredTensor } from '../onnx/graph';
import { sizeOf, transpose } from '../tensor';
import { UnsupportedModelError } from './errors';
import type { Parameter } from './parameter';

/** The values of a weight as float32, in the file's own layout. float16 and bfloat16 convert without loss. */
export function readWeight({ name, dataType, bytes }: StoredTensor): Float32Array {
  return decode(bytes.subarray(), dataType, name);
}

/** Values that a long weight is read by at a time: 8 MiB of float32. */
const VALUES = 1 << 21;

/** As {@link readWeight}, a part after the other, so that a long weight is not in memory as a whole. */
export function* weightParts({ name, dataType, dims, bytes }: StoredTensor): Generator<Float32Array, undefined> {
  const size = sizeOf(dims);
  const width = bytes.length / size;
  for (let at = 0; at < size; at += VALUES) {
    yield decode(bytes.subarray(at * width, Math.min(size, at + VALUES) * width), dataType, name);
  }
}

function decode(bytes: Uint8Array, dataType: DataType, name: string): Float32Array {
  if (dataType === 'float32') {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  }
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
  if (dataType === 'bfloat16') return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
  if (dataType !== 'float16') throw new UnsupportedModelError(`Weights stored as ${dataType} are not supported.`, `tensor ${name}`);
  const table = halfTable();
  const values = new Float32Array(halves.length);
  for (let i = 0; i < values.length; i++) values[i] = table[halves[i] ?? 0] ?? 0;
  return values;
}

/** Every float16 as float32, by its bits: looking one up is many times faster than converting it. */
const halfTable = lazily(() => {
  const view = new DataView(new ArrayBuffer(2));
  return Float32Array.from({ length: 65536 }, (_, bits) => {
    view.setUint16(0, bits, true);
    return getFloat16(view, 0, true);
  });
});

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The values of a weight in PyTorch layout. */
export function toPyTorchLayout(parameter: Parameter, values: Float32Array): Float32Array {
  const [rows, columns] = parameter.shape;
  // The file holds columns × rows.
  return parameter.transposed && rows !== undefined && columns !== undefined ? transpose(values, columns, rows) : values;
}

/** Float32 values, in the file's own layout, as the raw bytes of the file's precision: rounded to nearest, ties to even, for a half. */
export function encodeWeight(tensor: StoredTensor, values: Float32Array): Uint8Array {
  if (tensor.dataType === 'float32') return new Uint8Array(values.slice().buffer);
  const view = new DataView(new ArrayBuffer(values.length * 2));
  if (tensor.dataType === 'float16') values.forEach((value, i) => setFloat16(view, 2 * i, value, true));
  else if (tensor.dataType === 'bfloat16') values.forEach((value, i) => view.setUint16(2 * i, bfloat16Of(value), true));
  else throw new UnsupportedModelError(`Weights stored as ${tensor.dataType} are not supported.`, `tensor ${tensor.name}`);
  return new Uint8Array(view.buffer);
}

/** The upper half of the float32 bits, after adding half of what is cut off, and the last bit kept where that is exactly half. */
function bfloat16Of(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  return Number.isNaN(value) ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The raw bytes of a weight after pruning: the bytes of the file, with zeros where the mask (PyTorch layout) has a 1. */
export function maskedBytes(parameter: Parameter, tensor: StoredTensor, mask: Uint8Array): Uint8Array {
  const out = tensor.bytes.subarray().slice();
  const width = out.length / mask.length;
  const rows = parameter.shape[0] ?? 1;
  const columns = parameter.shape[1] ?? 1;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 1) continue;
    const at = parameter.transposed ? (i % columns) * rows + Math.floor(i / columns) : i;
    out.fill(0, at * width, (at + 1) * width);
  }
  return out;
}
