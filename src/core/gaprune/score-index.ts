import { keyOfBits } from './float-order';

/** A bucket is the upper 19 bits of a key: sign, exponent and 10 bits of the mantissa. The lower 13 bits tell the scores in it apart. */
const LOWER_BITS = 13;
export const KEYS_PER_BUCKET = 1 << LOWER_BITS;
export const BUCKETS = 2 ** 32 / KEYS_PER_BUCKET;
const LAST_LOW = KEYS_PER_BUCKET - 1;
/** The bucket of +0, the first of the positive scores. */
const ZERO = BUCKETS / 2;
const NEGATIVE_ZERO = -0x80000000;
/** Fewer scores than this are sorted by comparing. */
const FEW = 64;
/** How many scores each bucket has while they are counted, and where its next one goes while they are dealt out. */
const counters = new Uint32Array(BUCKETS);

/** The lower bits of all keys, bucket by bucket, and which buckets are in order. */
interface DealtScores {
  readonly lows: Uint16Array;
  readonly isSorted: Uint8Array;
}

/**
 * A histogram of one tensor's scores that is refined to the unit where it is asked. Scores are counted by the upper bits of their keys
 * (`float-order`), which is one pass and takes the bits as they are: a key's upper bits follow from the number's. The first bucket that an
 * answer lies in is picked out in a second pass: one threshold takes no more. Once another bucket is asked for, all scores are dealt out into their buckets, 2 bytes each, and there are no more passes; a
 * bucket is sorted by the lower bits when it is first looked into, and stays so. The scores must not change meanwhile.
 */
export class ScoreIndex {
  readonly size: number;
  /** Mean in float64; NaN when there are no scores. */
  readonly mean: number;
  /** The scores' float32 bits. */
  private readonly bits: Int32Array;
  /** The scores of bucket `first + b` have the places `starts[b]` to `starts[b + 1]` in ascending order. */
  private readonly starts: Uint32Array;
  /** The first bucket that holds a score, and how many there are up to the last that does. */
  private readonly first: number;
  private readonly buckets: number;
  /** Scores that are −0, which has the key of +0 and other bits. */
  private readonly negativeZeros: number;
  /** Sorted lower bits of the first bucket that was asked for. */
  private picked: { readonly bucket: number; readonly lows: Uint16Array } | null = null;
  private dealt: DealtScores | null = null;

  constructor(scores: Float32Array) {
    this.bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
    const { bits } = this;
    this.size = scores.length;
    this.mean = countByBits(bits, scores) / scores.length;
    this.negativeZeros = inKeyOrder(bits);
    let [first, last] = [0, BUCKETS - 1];
    while (first < last && counters[first] === 0) first++;
    while (last > first && counters[last] === 0) last--;
    this.first = first;
    this.buckets = last + 1 - first;
    this.starts = new Uint32Array(this.buckets + 1);
    for (let bucket = 0; bucket < this.buckets; bucket++) this.starts[bucket + 1] = this.starts[bucket]! + counters[first + bucket]!;
  }

  /** How many scores lie in the buckets before this one, 0…2¹⁹. */
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
    const [start, end] = [this.starts[bucket]!, this.starts[bucket + 1]!];
    const low = key & LAST_LOW;
    if (start === end || low === LAST_LOW) return end;
    const lows = this.sorted(bucket);
    let from = (atLeast ?? start) - start;
    let to = (atMost ?? end) - start;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (lows[middle]! <= low) from = middle + 1;
      else to = middle;
    }
    return start + from;
  }

  /** The key of the score that has this many before it in ascending order, for 0 ≤ place < size. */
  keyAt(place: number): number {
    let [from, to] = [0, this.buckets];
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if (this.starts[middle]! <= place) from = middle;
      else to = middle;
    }
    return (this.first + from) * KEYS_PER_BUCKET + this.sorted(from)[place - this.starts[from]!]!;
  }

  /** Every key in ascending order. Sorts what is not sorted yet. */
  ascendingKeys(): Uint32Array {
    const keys = new Uint32Array(this.size);
    this.deal();
    for (let bucket = 0; bucket < this.buckets; bucket++) {
      const upper = (this.first + bucket) << LOWER_BITS;
      const start = this.starts[bucket]!;
      const lows = this.sorted(bucket);
      for (let i = 0; i < lows.length; i++) keys[start + i] = upper | lows[i]!;
    }
    return keys;
  }

  /** Deals all scores out, so that no later question takes a pass over them. */
  deal(): DealtScores {
    if (this.dealt !== null) return this.dealt;
    const { bits, starts } = this;
    counters.fill(0, this.first, this.first + this.buckets);
    counters.set(starts.subarray(0, this.buckets), this.first);
    const lows = new Uint16Array(bits.length);
    for (let i = 0; i < bits.length; i++) {
      const key = keyOfBits(bits[i]!);
      lows[counters[key >>> LOWER_BITS]!++] = key & LAST_LOW;
    }
    this.picked = null;
    this.dealt = { lows, isSorted: new Uint8Array(this.buckets) };
    return this.dealt;
  }

  /** The lower bits of a bucket's keys, in ascending order. */
  private sorted(bucket: number): Uint16Array {
    if (this.dealt === null && this.picked === null) this.picked = { bucket, lows: sort(this.pick(bucket)) };
    if (this.picked?.bucket === bucket) return this.picked.lows;
    const { lows, isSorted } = this.deal();
    const part = lows.subarray(this.starts[bucket], this.starts[bucket + 1]);
    if (isSorted[bucket] === 1) return part;
    isSorted[bucket] = 1;
    return sort(part);
  }

  /** The lower bits of a bucket's keys, as they come. */
  private pick(bucket: number): Uint16Array {
    const { bits } = this;
    const wanted = this.first + bucket;
    const lows = new Uint16Array(this.starts[bucket + 1]! - this.starts[bucket]!);
    const [upper, flip] = wanted < ZERO ? [BUCKETS - 1 - wanted, LAST_LOW] : [wanted - ZERO, 0];
    // The lower bits of zero are 0, as those of new places are.
    let at = wanted === ZERO ? this.negativeZeros : 0;
    for (let i = 0; i < bits.length; i++) {
      const raw = bits[i]!;
      if (raw >>> LOWER_BITS === upper && raw !== NEGATIVE_ZERO) lows[at++] = (raw & LAST_LOW) ^ flip;
    }
    return lows;
  }
}

/** Counts scores by the upper bits of their numbers. @returns their sum */
function countByBits(bits: Int32Array, scores: Float32Array): number {
  counters.fill(0);
  let sum = 0;
  for (let i = 0; i < bits.length; i++) {
    counters[bits[i]! >>> LOWER_BITS]!++;
    sum += scores[i]!;
  }
  return sum;
}

/**
 * Puts counters by the upper bits of numbers into the order of the upper bits of their keys: negative ones from the last to the first, then
 * positive ones. @returns how many scores are −0, which count as +0
 */
function inKeyOrder(bits: Int32Array): number {
  let zeros = 0;
  if (counters[ZERO] !== 0) for (let i = 0; i < bits.length; i++) if (bits[i] === NEGATIVE_ZERO) zeros++;
  const negative = counters.slice(ZERO).reverse();
  counters.copyWithin(ZERO, 0, ZERO);
  counters.set(negative);
  counters[ZERO - 1]! -= zeros;
  counters[ZERO]! += zeros;
  return zeros;
}

/** In ascending order, in place. */
function sort(values: Uint16Array): Uint16Array {
  if (values.length < FEW) values.sort();
  else sortByDigits(values);
  return values;
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
