import type { DataType } from './graph';

/** `TensorProto.DataType` by number; what is missing here reads as `other`. */
const NAMES: ReadonlyMap<number, DataType> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

const NUMBERS: ReadonlyMap<DataType, number> = new Map([...NAMES].map(([number, name]) => [name, number]));

const BYTES: Readonly<Record<DataType, number>> = {
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
  string: 0,
  other: 0,
};

export function dataTypeFromNumber(number: number): DataType {
  return NAMES.get(number) ?? 'other';
}

/** The `TensorProto.DataType` number; 0 (undefined) for a type we do not write. */
export function dataTypeToNumber(type: DataType): number {
  return NUMBERS.get(type) ?? 0;
}

/** Bytes of one element in raw form; 0 for types without a fixed size. */
export function elementBytes(type: DataType): number {
  return BYTES[type];
}

export function isFloat(type: DataType): boolean {
  return type === 'float32' || type === 'float16' || type === 'bfloat16' || type === 'float64';
}
