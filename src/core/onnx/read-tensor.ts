import { type ByteSource, rangeOf } from '../bytes/byte-source';
import { dataTypeFromNumber, elementBytes } from './data-types';
import { ExternalDataError, OnnxFormatError } from './errors';
import type { ByteRange, DataType, StoredTensor } from './graph';
import type { Wire } from './wire';

/** The external data files given with the model, by bare name. */
export type ExternalFiles = ReadonlyMap<string, ByteSource>;

const EXTERNAL = 1;

/** More than any tensor of a network has. */
const MAX_RANK = 64;

interface RawTensor {
  name: string;
  dataType: DataType;
  dims: number[];
  /** Extents of `raw_data`, or of packed `float_data` / `double_data`, which are raw little-endian bytes too. */
  runs: (readonly [number, number])[];
  /** Values that are stored one varint each: `int32_data`, `int64_data`, `uint64_data`. */
  integers: number[];
  /** Unpacked `float_data`, one field each. */
  floats: number[];
  external: Map<string, string> | null;
}

/** Read one `TensorProto`. Its bytes are a range of `wire.bytes` or of an external file wherever the file allows it. */
export function readTensor(wire: Wire, files: ExternalFiles): StoredTensor {
  const at = wire.offset;
  const raw = readFields(wire);
  const place = raw.name === '' ? `tensor at byte ${at}` : `tensor ${raw.name}`;
  const expected = expectedBytes(raw, place);
  if (raw.external !== null) return locateExternal(raw, raw.external, expected, files, place);
  const { name, dataType, dims } = raw;
  const run = raw.runs[0];
  const unpacked = raw.integers.length + raw.floats.length > 0;
  if (raw.runs.length === 1 && run !== undefined && !unpacked) {
    checkLength(run[1] - run[0], expected, place);
    const range: ByteRange = { file: null, offset: run[0], length: run[1] - run[0] };
    return { name, dataType, dims, bytes: rangeOf(wire.bytes, run[0], run[1]), range };
  }
  const bytes = unpacked ? packValues(raw, place) : joinRuns(raw, wire.bytes);
  checkLength(bytes.length, expected, place);
  return { name, dataType, dims, bytes, range: null };
}

function readFields(wire: Wire): RawTensor {
  const raw: RawTensor = { name: '', dataType: 'other', dims: [], runs: [], integers: [], floats: [], external: null };
  let location = 0;
  const entries = new Map<string, string>();
  while (wire.next()) {
    switch (wire.field) {
      case 1:
        wire.ints(raw.dims);
        break;
      case 2:
        raw.dataType = dataTypeFromNumber(wire.int());
        break;
      case 3:
        throw new OnnxFormatError('Tensors stored in segments are not supported.', `byte ${wire.offset}`);
      case 4:
        if (wire.delimited) raw.runs.push(wire.range());
        else wire.floats(raw.floats);
        break;
      case 10:
        if (wire.delimited) raw.runs.push(wire.range());
        else wire.skip();
        break;
      case 5:
      case 7:
      case 11:
        wire.ints(raw.integers);
        break;
      case 8:
        raw.name = wire.string();
        break;
      case 9:
        raw.runs.push(wire.range());
        break;
      case 13:
        readEntry(wire.message(), entries);
        break;
      case 14:
        location = wire.int();
        break;
      default:
        wire.skip();
    }
  }
  if (location === EXTERNAL) raw.external = entries;
  return raw;
}

/** Read a `StringStringEntryProto` into `into`. */
export function readEntry(wire: Wire, into: Map<string, string>): void {
  let key = '';
  let value = '';
  while (wire.next()) {
    if (wire.field === 1) key = wire.string();
    else if (wire.field === 2) value = wire.string();
    else wire.skip();
  }
  into.set(key, value);
}

/** Bytes that shape and type ask for; null for types whose elements have no fixed size. */
function expectedBytes(raw: RawTensor, place: string): number | null {
  if (raw.dims.length > MAX_RANK) throw new OnnxFormatError(`A tensor has more than ${MAX_RANK} dimensions.`, place);
  let count = 1;
  for (const dim of raw.dims) {
    if (!Number.isSafeInteger(dim) || dim < 0) throw new OnnxFormatError(`A dimension is ${dim}.`, place);
    count *= dim;
    if (!Number.isSafeInteger(count)) throw new OnnxFormatError('The dimensions multiply beyond 2^53.', place);
  }
  const size = elementBytes(raw.dataType);
  if (!Number.isSafeInteger(count * size)) throw new OnnxFormatError('The dimensions multiply beyond 2^53.', place);
  return size === 0 ? null : count * size;
}

function checkLength(actual: number, expected: number | null, place: string): void {
  if (expected !== null && actual !== expected) {
    throw new OnnxFormatError(`The shape asks for ${expected} bytes and ${actual} are stored.`, place);
  }
}

function joinRuns(raw: RawTensor, bytes: ByteSource): Uint8Array {
  const total = raw.runs.reduce((sum, [start, end]) => sum + end - start, 0);
  const joined = new Uint8Array(total);
  let at = 0;
  for (const [start, end] of raw.runs) {
    joined.set(bytes.subarray(start, end), at);
    at += end - start;
  }
  return joined;
}

/** Values stored one by one, as the raw little-endian bytes their type has. float16 travels as its 16 bits in `int32_data`. */
function packValues({ dataType, integers, floats }: RawTensor, place: string): Uint8Array {
  const size = elementBytes(dataType);
  const isReal = dataType === 'float32' || dataType === 'float64';
  if (size === 0 || (isReal ? integers : floats).length > 0 || dataType === 'float64') {
    throw new OnnxFormatError(`Values of type ${dataType} are not stored like this.`, place);
  }
  const values = isReal ? floats : integers;
  const out = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value, index) => {
    const at = index * size;
    if (isReal) out.setFloat32(at, value, true);
    else if (size === 8) out.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true);
    else if (size === 4) out.setInt32(at, value, true);
    else if (size === 2) out.setUint16(at, value & 0xffff, true);
    else out.setUint8(at, value & 0xff);
  });
  return new Uint8Array(out.buffer);
}

function locateExternal(
  raw: RawTensor,
  entries: ReadonlyMap<string, string>,
  expected: number | null,
  files: ExternalFiles,
  place: string,
): StoredTensor {
  const location = entries.get('location') ?? '';
  if (!isBareFileName(location)) {
    throw new ExternalDataError(`The model names the data file "${location}"; only a bare file name beside the model is accepted.`, place);
  }
  const file = files.get(location);
  if (file === undefined) {
    throw new ExternalDataError(
      `The weights are in a file of their own, "${location}", which is missing. Add it next to the model.`,
      place,
    );
  }
  const offset = decimal(entries.get('offset') ?? '0', place);
  const length = decimal(entries.get('length') ?? String(expected ?? 0), place);
  checkLength(length, expected, place);
  if (offset > file.length || length > file.length - offset) {
    throw new ExternalDataError(`Bytes ${offset} to ${offset + length} lie outside "${location}", which has ${file.length} bytes.`, place);
  }
  const range: ByteRange = { file: location, offset, length };
  return { name: raw.name, dataType: raw.dataType, dims: raw.dims, bytes: rangeOf(file, offset, offset + length), range };
}

function isBareFileName(name: string): boolean {
  return /^[^/\\:%\0]+$/.test(name) && name !== '.' && name !== '..';
}

function decimal(text: string, place: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) throw new ExternalDataError(`"${text}" is no byte count.`, place);
  return value;
}
