/**
 * Bytes that are read when they are asked for: a file on disk, a range of it, a file with other bytes in some places. An array in
 * memory is one too, and gives views of itself.
 */
export interface ByteSource {
  readonly length: number;
  /**
   * Bytes `[start, end)`, which lie within the source. They may be a view of memory: who wants to change them makes a copy.
   * @throws FileReadError when the file is not there any more, or is not what it was
   */
  subarray(start?: number, end?: number): Uint8Array;
}

/** Bytes that are handled at a time where a file is gone through from its start to its end. */
export const PIECE = 1 << 20;

/** All bytes in order, at most {@link PIECE} of them at a time. */
export function* piecesOf(source: ByteSource): Generator<Uint8Array, undefined> {
  for (let at = 0; at < source.length; at += PIECE) yield source.subarray(at, Math.min(source.length, at + PIECE));
}

/** Bytes `[start, end)` of a source as a source: a view of an array, and nothing is read of a file. */
export function rangeOf(source: ByteSource, start: number, end: number): ByteSource {
  return source instanceof Uint8Array ? source.subarray(start, end) : new ByteRange(source, start, end);
}

class ByteRange implements ByteSource {
  readonly length: number;

  constructor(
    private readonly whole: ByteSource,
    private readonly start: number,
    end: number,
  ) {
    this.length = end - start;
  }

  subarray(start = 0, end = this.length): Uint8Array {
    return this.whole.subarray(this.start + start, this.start + end);
  }
}
