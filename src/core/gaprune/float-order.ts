/**
 * Float32 numbers as unsigned 32-bit keys in the same order (the sign bit flipped for positive numbers, all bits for negative ones),
 * so that one can search among floats by halving a range of integers, and sort them by digits. −0 and +0 share a key. NaNs lie
 * below −∞ or above +∞, by their sign.
 */

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The key of a float32: `a < b` exactly when `keyOf(a) < keyOf(b)`. */
export function keyOf(value: number): number {
  float[0] = value;
  return keyOfBits(bits[0]!) >>> 0;
}

/** The float32 that has this key; the key below that of zero is a second one of zero. */
export function valueOf(key: number): number {
  bits[0] = key >= 0x80000000 ? key - 0x80000000 : ~key;
  return (float[0] ?? 0) + 0;
}

/** The key of a float32 by its bits, both as a signed number: `>>> 0` makes it the key. −0 has the bits of the key of +0, and keeps them. */
export const keyOfBits = (raw: number): number => (raw === -0x80000000 ? raw : raw ^ ((raw >> 31) | 0x80000000));

/** The largest key of a value that is at most `value`, which need not be a float32. */
export function keyUpTo(value: number): number {
  return Math.fround(value) > value ? keyOf(value) - 1 : keyOf(value);
}

/** The largest key of a value that is below `value`, which need not be a float32; −1 when there is none. */
export function keyBelow(value: number): number {
  return Math.fround(value) < value ? keyOf(value) : keyOf(value) - 1;
}

/** Bits of a digit: two or three passes sort most scores, and the counters of one pass stay in the first-level cache. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;

/** The indices of the values in ascending order, equal values by lowest index; NaNs come first or last, by their sign. */
export function ascendingOrder(values: Float32Array): Uint32Array {
  const keys = keysOf(values);
  const { smallest, shifts } = rangeOf(keys);
  let [from, to] = [keys, new Int32Array(keys.length)];
  let [order, moved] = [new Uint32Array(keys.length), new Uint32Array(keys.length)];
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (const shift of shifts) {
    const next = bucketStarts(from, smallest, shift);
    for (let i = 0; i < from.length; i++) {
      const key = from[i]!;
      const at = next[((key - smallest) >>> shift) & (BUCKETS - 1)]!++;
      to[at] = key;
      moved[at] = order[i]!;
    }
    [from, to] = [to, from];
    [order, moved] = [moved, order];
  }
  return order;
}

/** Keys as signed numbers in the same order: with the upper bit flipped. */
function keysOf(values: Float32Array): Int32Array<ArrayBuffer> {
  const keys = new Int32Array(values.length);
  keys.set(new Int32Array(values.buffer, values.byteOffset, values.length));
  for (let i = 0; i < keys.length; i++) keys[i] = keyOfBits(keys[i]!) ^ 0x80000000;
  return keys;
}

/** The smallest key, and the shift of every digit in which the keys above it may differ: few where all values lie close together. */
function rangeOf(keys: Int32Array): { readonly smallest: number; readonly shifts: readonly number[] } {
  let smallest = 0x7fffffff;
  let largest = -0x80000000;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key < smallest) smallest = key;
    if (key > largest) largest = key;
  }
  return { smallest, shifts: [0, DIGIT, 2 * DIGIT].filter((shift) => largest - smallest >= 2 ** shift) };
}

/** Where each bucket of a digit starts in a stable sort by that digit. */
function bucketStarts(keys: Int32Array, smallest: number, shift: number): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (let i = 0; i < keys.length; i++) starts[(((keys[i]! - smallest) >>> shift) & (BUCKETS - 1)) + 1]!++;
  for (let bucket = 1; bucket < BUCKETS; bucket++) starts[bucket]! += starts[bucket - 1]!;
  return starts;
}
