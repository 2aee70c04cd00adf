import type { ByteSource } from '../bytes/byte-source';
import { elementBytes } from '../onnx/data-types';
import type { DataType, StoredTensor } from '../onnx/graph';
import type { Replacements } from '../onnx/patch';
import { sizeOf } from '../tensor';

/**
 * A part of a stored tensor along one axis: the queries' matrix of a fused one. Its bytes are gathered each time they are asked for, so
 * that a model with fused weights is not held twice.
 */
export class TensorSlice implements StoredTensor {
  readonly dataType: DataType;
  readonly dims: readonly number[];
  readonly bytes: ByteSource;
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
    const length = sizeOf(this.dims) * elementBytes(this.dataType);
    this.bytes = { length, subarray: (start = 0, end = length) => this.gather(start, end) };
  }

  private gather(start: number, end: number): Uint8Array {
    const pieces: (readonly [to: number, from: number, length: number])[] = [];
    this.eachRun((at, from, length) => {
      const [first, last] = [Math.max(start, at), Math.min(end, at + length)];
      if (first < last) pieces.push([first - start, from + first - at, last - first]);
    });
    const [, low] = pieces[0] ?? [0, 0];
    const [, from, length] = pieces.at(-1) ?? [0, 0, 0];
    // One reading of what lies between the first piece and the last.
    const whole = this.whole.bytes.subarray(low, from + length);
    if (pieces.length === 1) return whole;
    const out = new Uint8Array(end - start);
    for (const [to, at, size] of pieces) out.set(whole.subarray(at - low, at - low + size), to);
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
export function wholeTensors(replacements: Replacements): Replacements {
  const whole = new Map<StoredTensor, () => Uint8Array>();
  const slices = new Map<StoredTensor, [TensorSlice, () => Uint8Array][]>();
  for (const [tensor, make] of replacements) {
    if (tensor instanceof TensorSlice) slices.set(tensor.whole, [...(slices.get(tensor.whole) ?? []), [tensor, make]]);
    else whole.set(tensor, make);
  }
  for (const [tensor, parts] of slices) {
    whole.set(tensor, () => {
      const bytes = tensor.bytes.subarray().slice();
      for (const [slice, make] of parts) slice.writeInto(bytes, make());
      return bytes;
    });
  }
  return whole;
}
