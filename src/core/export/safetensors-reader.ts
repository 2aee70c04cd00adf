import { sizeOf } from '../tensor';
import {
  ELEMENT_BYTES,
  headerEntry,
  headerMetadata,
  InvalidSafetensorsError,
  MAX_HEADER_BYTES,
  type ElementType,
  type HeaderEntry,
} from './safetensors-format';

/** One tensor of a file: `bytes` is a view of the file, little-endian, row-major. */
export interface StoredArray {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredArray>;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Read a safetensors file without copying its data. Every length and offset is checked before it is used.
 * @throws InvalidSafetensorsError with the byte offset of the first thing that is wrong.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const headerLength = readHeaderLength(file);
  const dataStart = 8 + headerLength;
  const entries = new Map<string, HeaderEntry>();
  let metadata = new Map<string, string>();
  for (const [name, value] of parseHeader(file.subarray(8, dataStart))) {
    if (name === '__metadata__') metadata = parseMetadata(value);
    else entries.set(name, parseEntry(name, value));
  }
  checkCoverage(entries, dataStart, file.length - dataStart);
  const tensors = new Map<string, StoredArray>();
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of entries) {
    tensors.set(name, { dtype, shape, bytes: file.subarray(dataStart + begin, dataStart + end) });
  }
  return { tensors, metadata };
}

function readHeaderLength(file: Uint8Array): number {
  if (file.length < 8) throw new InvalidSafetensorsError(`it has ${file.length} bytes, fewer than the 8 of its header length`, 0);
  const view = new DataView(file.buffer, file.byteOffset, 8);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > MAX_HEADER_BYTES) throw new InvalidSafetensorsError(`a header of ${length} bytes is over ${MAX_HEADER_BYTES}`, 0);
  if (length > file.length - 8) throw new InvalidSafetensorsError(`the header of ${length} bytes ends after the file`, 0);
  return length;
}

function parseHeader(bytes: Uint8Array): [string, unknown][] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InvalidSafetensorsError('the header is not JSON in UTF-8', 8, { cause });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new InvalidSafetensorsError('the header is not a JSON object', 8);
  }
  return Object.entries(header);
}

function parseMetadata(value: unknown): Map<string, string> {
  const parsed = headerMetadata.safeParse(value);
  if (!parsed.success) throw new InvalidSafetensorsError('__metadata__ is not a table of texts', 8);
  return new Map(Object.entries(parsed.data));
}

function parseEntry(name: string, value: unknown): HeaderEntry {
  const parsed = headerEntry.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidSafetensorsError(`tensor "${name}": ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`, 8);
  }
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = parsed.data;
  const expected = sizeOf(shape) * ELEMENT_BYTES[dtype];
  if (end - begin !== expected) {
    throw new InvalidSafetensorsError(
      `tensor "${name}" has ${end - begin} bytes where ${dtype} [${shape.join(', ')}] needs ${expected}`,
      8,
    );
  }
  return parsed.data;
}

/** The tensors must tile the data exactly: no overlap, no hole, nothing beyond the end. */
function checkCoverage(entries: ReadonlyMap<string, HeaderEntry>, dataStart: number, dataLength: number): void {
  const ranges = [...entries].map(([name, entry]) => ({ name, begin: entry.data_offsets[0], end: entry.data_offsets[1] }));
  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let reached = 0;
  for (const { name, begin, end } of ranges) {
    if (begin < reached) throw new InvalidSafetensorsError(`tensor "${name}" overlaps the one before it`, dataStart + begin);
    if (begin > reached) throw new InvalidSafetensorsError(`a hole lies before tensor "${name}"`, dataStart + reached);
    if (end > dataLength) throw new InvalidSafetensorsError(`tensor "${name}" ends after the file`, dataStart + begin);
    reached = end;
  }
  if (reached !== dataLength) throw new InvalidSafetensorsError(`${dataLength - reached} bytes belong to no tensor`, dataStart + reached);
}

/** The values of a float32 tensor: a view where the file allows it, a copy where the data are not 4-byte aligned; null for other types. */
export function float32Values(array: StoredArray): Float32Array | null {
  if (array.dtype !== 'F32') return null;
  const { bytes } = array;
  if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Float32Array(bytes.slice().buffer);
}
