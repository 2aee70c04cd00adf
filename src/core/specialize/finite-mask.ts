/** Masks use −∞ or the lowest float; two of them must not add up to −∞, or a row without any key becomes NaN (decision 5). */
const MASK_FLOOR = -1e30;

/** A value fed from the host, kept finite. */
export function finiteMask(x: number): number {
  return x < MASK_FLOOR ? MASK_FLOOR : x;
}
