import { GapruneError } from '../errors';
import { sizeOf } from '../tensor';
import { ELEMENT_BYTES, type ElementType } from './safetensors-format';

/** A tensor to write: float32 values, or one byte each (masks), row-major. */
export interface ArrayToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

/** What was asked for cannot be said in a safetensors file; the place is the tensor's name. */
export class UnwritableTensorError extends GapruneError {
  readonly code = 'UNWRITABLE_TENSOR';
}

/**
 * Lay out a safetensors file as parts to be written one after another; the data are views of the arrays given, never copied.
 * The order is that of the public writer (wider elements first, then by name), so equal input gives equal bytes, and the header
 * is padded with spaces to 8 bytes, so every array is aligned. The host is taken to be little-endian, as every browser's is.
 * @throws UnwritableTensorError when a shape does not fit its data, or a name is taken.
 */
export function writeSafetensors(arrays: readonly ArrayToWrite[], metadata: ReadonlyMap<string, string> = new Map()): Uint8Array[] {
  const ordered = [...arrays].sort((a, b) => ELEMENT_BYTES[typeOf(b)] - ELEMENT_BYTES[typeOf(a)] || compareNames(a.name, b.name));
  const fields: string[] = [];
  if (metadata.size > 0) fields.push(`"__metadata__":${textTable(metadata)}`);
  const seen = new Set(['__metadata__']);
  let offset = 0;
  for (const array of ordered) {
    checkWritable(array, seen);
    const end = offset + array.data.byteLength;
    fields.push(
      `${JSON.stringify(array.name)}:${JSON.stringify({ dtype: typeOf(array), shape: array.shape, data_offsets: [offset, end] })}`,
    );
    offset = end;
  }
  const views = ordered.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [encodeHeader(`{${fields.join(',')}}`), ...views];
}

function typeOf(array: ArrayToWrite): ElementType {
  return array.data instanceof Float32Array ? 'F32' : 'U8';
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Written by hand, as a plain object would lose a key called `__proto__`. */
function textTable(table: ReadonlyMap<string, string>): string {
  const rows = [...table].sort(([a], [b]) => compareNames(a, b));
  return `{${rows.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`;
}

function checkWritable({ name, shape, data }: ArrayToWrite, seen: Set<string>): void {
  if (seen.has(name)) throw new UnwritableTensorError('Two tensors cannot share a name.', name);
  seen.add(name);
  if (sizeOf(shape) !== data.length) {
    throw new UnwritableTensorError(`The shape [${shape.join(', ')}] does not fit ${data.length} values.`, name);
  }
}

function encodeHeader(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const padded = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(8 + padded).fill(0x20);
  new DataView(out.buffer).setUint32(0, padded, true);
  out.fill(0, 4, 8);
  out.set(text, 8);
  return out;
}
