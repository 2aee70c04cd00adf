/** Of the norm: a fault of 1e-3 in one kernel is twice this; float32 on two devices differs by less than a tenth of it. */
export const TOLERANCE = 5e-4;

/**
 * A gradient that is zero in theory, such as that of a key's bias, is rounding noise on every device. Norms count as no smaller than this share of
 * what a weight of this size has on average; noise is some 1e-7 of it.
 */
const FLOOR = 1e-2;

/** One quantity of one weight, on a device and as it should be. */
export interface Compared {
  readonly weight: string;
  readonly quantity: string;
  readonly size: number;
  /** Of the difference, and of what was expected. */
  readonly difference: number;
  readonly norm: number;
}

export interface Deviation {
  readonly weight: string;
  readonly quantity: string;
  /** Norm of the difference relative to the norm. */
  readonly relative: number;
  readonly isBeyond: boolean;
}

/** Compare `measured` with `term` of each expected number. */
export function compare(
  weight: string,
  quantity: string,
  measured: Float32Array,
  expected: Float32Array,
  term: (x: number) => number,
): Compared {
  let [difference, norm] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const value = term(expected[i]!);
    difference += (measured[i]! - value) ** 2;
    norm += value * value;
  }
  return { weight, quantity, size: expected.length, difference: Math.sqrt(difference), norm: Math.sqrt(norm) };
}

/** Relative differences, the largest first. Each quantity is judged by its own size over all weights. */
export function deviationsOf(compared: readonly Compared[]): Deviation[] {
  const average = new Map<string, { squares: number; size: number }>();
  for (const { quantity, norm, size } of compared) {
    const sum = average.get(quantity) ?? { squares: 0, size: 0 };
    average.set(quantity, { squares: sum.squares + norm * norm, size: sum.size + size });
  }
  const usual = ({ quantity, size }: Compared): number => {
    const sum = average.get(quantity) ?? { squares: 0, size: 1 };
    return Math.sqrt((sum.squares * size) / sum.size);
  };
  return compared
    .map((each) => {
      const { weight, quantity, difference, norm } = each;
      const least = Math.max(norm, FLOOR * usual(each));
      const relative = difference === 0 ? 0 : difference / least;
      // Not `>`: NaN is beyond it.
      return { weight, quantity, relative, isBeyond: !(relative <= TOLERANCE) };
    })
    .sort((a, b) => Number(b.isBeyond) - Number(a.isBeyond) || b.relative - a.relative);
}
