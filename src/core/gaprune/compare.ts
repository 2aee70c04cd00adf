/** How the masks of two settings meet, over some weights. */
export interface Overlap {
  /** Weights that both prune, that only the one prunes, and that only the other prunes. */
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
}

export interface TensorOverlap extends Overlap {
  readonly name: string;
  readonly size: number;
}

/** Masks packed to one bit per weight, the first in the lowest bit, so that one settled choice can be kept beside the next. */
export type PackedMasks = ReadonlyMap<string, Uint8Array>;

export function packMask(mask: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i++) packed[i >>> 3]! |= (mask[i]! & 1) << (i & 7);
  return packed;
}

/** Of every weight that either prunes from, how their masks meet; a weight that only one looks at is pruned by that one alone. */
export function compareMasks(a: PackedMasks, b: PackedMasks, sizes: ReadonlyMap<string, number>): TensorOverlap[] {
  const nothing = new Uint8Array(0);
  return [...sizes]
    .filter(([name]) => a.has(name) || b.has(name))
    .map(([name, size]) => ({ name, size, ...overlap(a.get(name) ?? nothing, b.get(name) ?? nothing) }));
}

function overlap(a: Uint8Array, b: Uint8Array): Overlap {
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    both += BITS[x & y]!;
    onlyA += BITS[x & ~y]!;
    onlyB += BITS[y & ~x]!;
  }
  return { both, onlyA, onlyB };
}

/** Sums of overlaps. */
export function addOverlaps(overlaps: readonly Overlap[]): Overlap {
  const sum = (of: (one: Overlap) => number): number => overlaps.reduce((total, one) => total + of(one), 0);
  return { both: sum(({ both }) => both), onlyA: sum(({ onlyA }) => onlyA), onlyB: sum(({ onlyB }) => onlyB) };
}

/** Intersection over union of the pruned weights (Jaccard index); 1 when neither prunes anything. */
export function intersectionOverUnion({ both, onlyA, onlyB }: Overlap): number {
  const union = both + onlyA + onlyB;
  return union === 0 ? 1 : both / union;
}

/** Number of ones of every byte. */
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);
