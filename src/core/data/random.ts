/**
 * mulberry32 (Tommy Ettinger, public domain): a generator of 32 bits of state, the same on every machine.
 * Returns numbers in [0, 1).
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers 0…n−1 in an order drawn by Fisher–Yates from `random`; in order when it is null. */
export function shuffledIndices(n: number, random: (() => number) | null): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  if (random === null) return order;
  for (let last = n - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[pick] ?? 0;
    order[pick] = kept;
  }
  return order;
}
