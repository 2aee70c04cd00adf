import { readWeight } from '../model/weight-values';

/** An array that another program wrote, row-major. */
export interface GivenArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Little-endian numbers of these types as float32; float64 is rounded. */
export const NUMBER_TYPES = {
  float16: (bytes: Uint8Array) => readWeight({ name: '', dataType: 'float16', dims: [], bytes, range: null }),
  bfloat16: (bytes: Uint8Array) => readWeight({ name: '', dataType: 'bfloat16', dims: [], bytes, range: null }),
  float32: (bytes: Uint8Array) => readWeight({ name: '', dataType: 'float32', dims: [], bytes, range: null }),
  float64: (bytes: Uint8Array) => Float32Array.from(new Float64Array(bytes.slice().buffer)),
} as const;

export const NUMBER_BYTES: Readonly<Record<keyof typeof NUMBER_TYPES, number>> = { float16: 2, bfloat16: 2, float32: 4, float64: 8 };
