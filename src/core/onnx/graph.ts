import type { ByteSource } from '../bytes/byte-source';

/**
 * An ONNX model as typed values: what the reader yields, what the rest of the core reads.
 * Names follow onnx.proto3. Nothing here is changed after it was read.
 */

export type DataType =
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'
  | 'string'
  | 'other';

/** Where a tensor's bytes lie: in the model file itself, or in an external data file. */
export interface ByteRange {
  /** Null for the model file; otherwise the bare name of an external data file. */
  readonly file: string | null;
  readonly offset: number;
  readonly length: number;
}

/** A tensor stored in the file. `bytes` are its little-endian bytes where they lie in the file, a copy only where the file stores them unpacked. */
export interface StoredTensor {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly bytes: ByteSource;
  /** Null when the values are not stored as one run of raw little-endian bytes: such a tensor can be read, not patched. */
  readonly range: ByteRange | null;
}

export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: StoredTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'other' };

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  /** An absent optional input is the empty string. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface ValueInfo {
  readonly name: string;
  readonly dataType: DataType;
  /** A symbolic or unknown dimension is its name, or the empty string. Null when the file gives no shape. */
  readonly shape: readonly (number | string)[] | null;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, StoredTensor>;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  /** Opset version by domain; the standard domain is the empty string. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** Names (`domain:name`) of the model-local functions, which are not supported by the analysis. */
  readonly functions: readonly string[];
}
