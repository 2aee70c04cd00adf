import type { Part } from './parts';

/** What was measured on the units of one weight. NaN where there is nothing. */
export interface PartValues {
  readonly values: Float32Array;
  readonly pruned: Float32Array;
}

/** One number per head or neuron. */
export interface UnitValues {
  readonly values: Float32Array;
  readonly pruned: Float32Array;
}

/**
 * The parts of every unit together, each counted by its elements. Where a part has fewer units than the others (keys and values in
 * grouped-query attention), neighbouring units share one.
 */
export function combine(parts: readonly Part[], of: ReadonlyMap<string, PartValues>): UnitValues {
  const units = Math.max(0, ...parts.map((part) => part.units));
  const together = (pick: (values: PartValues) => Float32Array, missing: number | null): Float32Array =>
    Float32Array.from({ length: units }, (_, unit) => {
      let sum = 0;
      let elements = 0;
      for (const part of parts) {
        const measured = of.get(part.name);
        const value = measured === undefined ? NaN : (pick(measured)[Math.floor((unit * part.units) / units)] ?? NaN);
        if (Number.isNaN(value) && missing === null) continue;
        sum += (Number.isNaN(value) ? (missing ?? 0) : value) * part.elements;
        elements += part.elements;
      }
      return elements === 0 ? NaN : sum / elements;
    });
  // A part that is no candidate is kept whole: none of it is zero.
  return { values: together(({ values }) => values, null), pruned: together(({ pruned }) => pruned, 0) };
}

/** From this share of zeros on, little of a unit is left. */
export const NEARLY = 0.95;

/** How many units are all zero, and how many nearly (at least {@link NEARLY}, those that are all zero among them). */
export function countEmpty(shares: Iterable<number>): { readonly all: number; readonly nearly: number } {
  let [all, nearly] = [0, 0];
  for (const share of shares) {
    if (share >= 1) all++;
    if (share >= NEARLY) nearly++;
  }
  return { all, nearly };
}
