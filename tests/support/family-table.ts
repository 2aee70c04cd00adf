import { EXPORTS, FAMILIES, MISSING } from './families';

/** What became of every export of every architecture. */
export type Outcomes = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Rows of the table: an architecture, and a cell for each export. What is not here has the number of its reason.
 * @param without what stands where there is no outcome
 */
export function familyTable(outcomes: Outcomes, without = 'not tested'): { head: string[]; rows: string[][]; reasons: string[] } {
  const reasons: string[] = [];
  const numberOf = (reason: string): number => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
  };
  const rows = FAMILIES.map((family) => [
    family,
    ...EXPORTS.map(([name]) => {
      const reason = MISSING.get(family)?.get(name);
      return reason === undefined ? (outcomes.get(family)?.get(name) ?? without) : `(${numberOf(reason)})`;
    }),
  ]);
  return { head: ['', ...EXPORTS.map(([name]) => name)], rows, reasons };
}
