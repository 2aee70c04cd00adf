import type { DataType } from '../onnx/graph';

/**
 * A tensor in host memory whose elements are all held as float64, whatever its ONNX type: the interpreter's only value.
 * Integers are exact up to 2^53; booleans are 0 and 1.
 */
export interface HostTensor {
  readonly dataType: DataType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function hostTensor(dataType: DataType, shape: readonly number[], data: ArrayLike<number>): HostTensor {
  return { dataType, shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}
