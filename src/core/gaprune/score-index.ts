import { keyOfBits } from './float-order';

/** A bucket is the upper 18 bits of a key: sign, exponent and 9 bits of the mantissa. The lower 14 bits tell the scores in it apart. */
const LOWER_BITS = 14;
export const KEYS_PER_BUCKET = 1 << LOWER_BITS;
export const BUCKETS = 2 ** 32 / KEYS_PER_BUCKET;
/** Fewer scores than this are sorted by comparing. */
const FEW = 64;
/** Where the next score of each bucket goes, while scores are dealt out. */
const next = new Uint32Array(BUCKETS);

/**
 * A histogram of one tensor's scores that is refined to the unit where it is asked. Scores are dealt out into buckets by the upper bits
 * of their keys (`float-order`), which takes two passes; a bucket is sorted by the lower bits once an answer lies in it, and stays so.
 * Sorting every bucket would take longer than dealing out, and few are ever looked into. Takes 2 bytes per score.
 */
export class ScoreIndex {
  readonly size: number;
  /** Mean in float64; NaN when there are no scores. */
  readonly mean: number;
  /** The lower bits of the keys, bucket by bucket; bucket `first + b` takes `starts[b]` to `starts[b + 1]`. */
  private readonly lows: Uint16Array;
  private readonly starts: Uint32Array;
  /** The first bucket that holds a score, and how many there are up to the last that does. */
  private readonly first: number;
  private readonly buckets: number;
  private readonly isSorted: Uint8Array;

  constructor(scores: Float32Array) {
    const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
    next.fill(0);
    let sum = 0;
    for (let i = 0; i < bits.length; i++) {
      next[keyOfBits(bits[i]!) >>> LOWER_BITS]!++;
      sum += scores[i]!;
    }
    this.size = scores.length;
    this.mean = sum / scores.length;
    let [first, last] = [0, BUCKETS - 1];
    while (first < last && next[first] === 0) first++;
    while (last > first && next[last] === 0) last--;
    this.first = first;
    this.buckets = last + 1 - first;
    this.starts = new Uint32Array(this.buckets + 1);
    for (let bucket = 0, start = 0; bucket < this.buckets; bucket++) {
      const count = next[this.first + bucket]!;
      next[this.first + bucket] = start;
      start += count;
      this.starts[bucket + 1] = start;
    }
    const lows = new Uint16Array(bits.length);
    for (let i = 0; i < bits.length; i++) {
      const key = keyOfBits(bits[i]!);
      lows[next[key >>> LOWER_BITS]!++] = key & (KEYS_PER_BUCKET - 1);
    }
    this.lows = lows;
    this.isSorted = new Uint8Array(this.buckets);
  }

  /** How many scores lie in the buckets before this one, 0…2¹⁸. */
  before(bucket: number): number {
    return this.starts[Math.min(Math.max(0, bucket - this.first), this.starts.length - 1)]!;
  }

  /**
   * How many keys are at most this one; a key may be −1, which is below all. Bounds that are known of the answer, and lie within the
   * key's bucket, save steps.
   */
  countUpTo(key: number, atLeast?: number, atMost?: number): number {
    const bucket = Math.floor(key / KEYS_PER_BUCKET) - this.first;
    if (bucket < 0) return 0;
    if (bucket >= this.buckets) return this.size;
    this.sort(bucket);
    const low = key & (KEYS_PER_BUCKET - 1);
    let from = atLeast ?? this.starts[bucket]!;
    let to = atMost ?? this.starts[bucket + 1]!;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.lows[middle]! <= low) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The key of the score that has this many before it in ascending order, for 0 ≤ place < size. */
  keyAt(place: number): number {
    let [from, to] = [0, this.buckets];
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (this.starts[middle]! <= place) from = middle;
      else to = middle;
    }
    this.sort(from);
    return (this.first + from) * KEYS_PER_BUCKET + this.lows[place]!;
  }

  /** Every key in ascending order. Sorts what is not sorted yet. */
  ascendingKeys(): Uint32Array {
    const keys = new Uint32Array(this.size);
    for (let bucket = 0; bucket < this.buckets; bucket++) {
      this.sort(bucket);
      const upper = (this.first + bucket) << LOWER_BITS;
      for (let i = this.starts[bucket]!; i < this.starts[bucket + 1]!; i++) keys[i] = upper | this.lows[i]!;
    }
    return keys;
  }

  private sort(bucket: number): void {
    if (this.isSorted[bucket] === 1) return;
    this.isSorted[bucket] = 1;
    const part = this.lows.subarray(this.starts[bucket], this.starts[bucket + 1]);
    if (part.length < FEW) part.sort();
    else sortByDigits(part);
  }
}

/** In ascending order, in place: by the lower byte, then by the upper one. */
function sortByDigits(values: Uint16Array): void {
  const lower = new Uint32Array(257);
  const upper = new Uint32Array(257);
  for (let i = 0; i < values.length; i++) {
    lower[(values[i]! & 0xff) + 1]!++;
    upper[(values[i]! >>> 8) + 1]!++;
  }
  for (let digit = 1; digit <= 256; digit++) {
    lower[digit]! += lower[digit - 1]!;
    upper[digit]! += upper[digit - 1]!;
  }
  const byLower = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) byLower[lower[values[i]! & 0xff]!++] = values[i]!;
  for (let i = 0; i < values.length; i++) values[upper[byLower[i]! >>> 8]!++] = byLower[i]!;
}
