import type { LengthCounts } from '../../core/data/token-lengths';

const textsOf = ({ counts }: LengthCounts): number => counts.reduce((sum, count) => sum + count, 0);

/** Share of the texts with more tokens than `maxLength`: they lose their end. */
export function shareTruncated(field: LengthCounts, maxLength: number): number {
  const total = textsOf(field);
  const cut = field.counts.reduce((sum, count, i) => sum + ((field.lengths[i] ?? 0) > maxLength ? count : 0), 0);
  return total === 0 ? 0 : cut / total;
}

/** The length that at least this share of the texts does not exceed; 0 of none. */
export function quantile(field: LengthCounts, share: number): number {
  const wanted = textsOf(field) * share;
  let seen = 0;
  for (const [i, count] of field.counts.entries()) {
    seen += count;
    if (seen >= wanted) return field.lengths[i] ?? 0;
  }
  return field.lengths.at(-1) ?? 0;
}

export const longest = (field: LengthCounts): number => field.lengths.at(-1) ?? 0;

/** Lengths are drawn on a logarithmic axis: so many bars for each doubling, from this length on. */
const BARS_PER_DOUBLING = 4;
export const AXIS_START = 4;
/** An axis reaches at least this far, so that a few short texts do not fill it. */
const LEAST_END = 64;

/** Place of a length on the axis, in bars. */
export const placeOf = (length: number): number => BARS_PER_DOUBLING * Math.log2(Math.max(length, AXIS_START) / AXIS_START);

/** End of a common axis for these fields: a power of two beyond the longest text. */
export const axisEnd = (fields: readonly LengthCounts[]): number =>
  2 ** (Math.floor(Math.log2(Math.max(LEAST_END / 2, ...fields.map(longest)))) + 1);

/** Texts per bar of the axis. */
export function histogram(field: LengthCounts, end: number): number[] {
  const bars = new Array<number>(placeOf(end)).fill(0);
  field.lengths.forEach((length, i) => {
    const bar = Math.floor(placeOf(length));
    bars[bar] = (bars[bar] ?? 0) + (field.counts[i] ?? 0);
  });
  return bars;
}
