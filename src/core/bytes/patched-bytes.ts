import type { ByteSource } from './byte-source';

/** Other bytes for a place in a file. They are made when they are asked for, and as long as what they replace. */
export interface Patch {
  readonly offset: number;
  readonly length: number;
  readonly make: () => Uint8Array;
}

/** A file with other bytes in some places. It is not in memory as a whole: what is read last is kept, and nothing else. */
export class PatchedBytes implements ByteSource {
  private readonly patches: readonly Patch[];
  private last: { readonly patch: Patch; readonly bytes: Uint8Array } | null = null;

  /** @param patches that do not overlap */
  constructor(
    private readonly original: ByteSource,
    patches: readonly Patch[],
  ) {
    this.patches = [...patches].sort((a, b) => a.offset - b.offset);
  }

  get length(): number {
    return this.original.length;
  }

  subarray(start = 0, end = this.length): Uint8Array {
    const over = this.patches.filter(({ offset, length }) => offset < end && offset + length > start);
    const [first] = over;
    if (first === undefined) return this.original.subarray(start, end);
    if (first.offset <= start && first.offset + first.length >= end)
      return this.made(first).subarray(start - first.offset, end - first.offset);
    const bytes = this.original.subarray(start, end).slice();
    for (const patch of over) {
      const from = Math.max(start, patch.offset);
      const to = Math.min(end, patch.offset + patch.length);
      bytes.set(this.made(patch).subarray(from - patch.offset, to - patch.offset), from - start);
    }
    return bytes;
  }

  private made(patch: Patch): Uint8Array {
    if (this.last?.patch !== patch) this.last = { patch, bytes: patch.make() };
    return this.last.bytes;
  }
}
