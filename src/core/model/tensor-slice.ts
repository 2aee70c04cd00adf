import { elementBytes } from '../onnx/data-types';
import type { DataType, StoredTensor } from '../onnx/graph';
import { sizeOf } from '../tensor';

/**
 * A part of a stored tensor along one axis: the queries' matrix of a fused one. Its bytes are gathered each time they are asked for, so
 * that a model with fused weights is not held twice.
 */
export class TensorSlice implements StoredTensor {
  readonly dataType: DataType;
  readonly dims: readonly number[];
  /** It cannot be replaced in place by itself: see `wholeTensors`. */
  readonly range = null;

  constructor(
    readonly name: string,
    readonly whole: StoredTensor,
    private readonly axis: number,
    private readonly start: number,
    size: number,
  ) {
    this.dataType = whole.dataType;
    this.dims = whole.dims.map((dim, i) => (i === axis ? size : dim));
  }

  get bytes(): Uint8Array {
    const out = new Uint8Array(sizeOf(this.dims) * elementBytes(this.dataType));
    this.eachRun((at, from, length) => {
      out.set(this.whole.bytes.subarray(from, from + length), at);
    });
    return out;
  }

  /** Write bytes of the slice where it lies in the bytes of the whole. */
  writeInto(whole: Uint8Array, bytes: Uint8Array): void {
    this.eachRun((at, from, length) => {
      whole.set(bytes.subarray(at, at + length), from);
    });
  }

  /** Every run of bytes that lies together: where in the slice, where in the whole, and how long. */
  private eachRun(visit: (at: number, from: number, length: number) => void): void {
    const { dims } = this.whole;
    const inner = sizeOf(dims.slice(this.axis + 1)) * elementBytes(this.dataType);
    const length = (this.dims[this.axis] ?? 0) * inner;
    const stride = (dims[this.axis] ?? 0) * inner;
    const runs = sizeOf(dims.slice(0, this.axis));
    for (let run = 0; run < runs; run++) visit(run * length, run * stride + this.start * inner, length);
  }
}

/** Replacements of tensors as the file has them: those of slices are put together into their whole. */
export function wholeTensors(replacements: ReadonlyMap<StoredTensor, Uint8Array>): Map<StoredTensor, Uint8Array> {
  const whole = new Map<StoredTensor, Uint8Array>();
  for (const [tensor, bytes] of replacements) {
    if (!(tensor instanceof TensorSlice)) {
      whole.set(tensor, bytes);
      continue;
    }
    const target = whole.get(tensor.whole) ?? tensor.whole.bytes.slice();
    tensor.writeInto(target, bytes);
    whole.set(tensor.whole, target);
  }
  return whole;
}
