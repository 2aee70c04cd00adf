import { findLeaks } from '../data/overlaps';
import type { TripletSet } from '../data/triplet';
import { CalibrationLeakError } from './errors';

/** Leaks that a message names. */
const EXAMPLES = 3;

/**
 * Refuse to measure on records that were used for calibration: a figure on what a model was fitted to says nothing about new texts.
 * Texts count as the same whatever their case, Unicode form and white space.
 * @throws CalibrationLeakError with the number of such records
 */
export function refuseCalibrationRecords(heldOut: TripletSet, calibration: readonly TripletSet[]): void {
  for (const set of calibration) {
    const leaks = findLeaks(set, heldOut);
    if (leaks.length === 0) continue;
    const count = leaks.length === 1 ? '1 record is' : `${leaks.length} records are`;
    const exact = leaks.filter((leak) => leak.exact).length;
    const examples = leaks.slice(0, EXAMPLES).map(({ first, second }) => `record ${second} is its record ${first}`);
    throw new CalibrationLeakError(
      `${count} in the calibration set ${set.fileName} too, ${exact} word for word (${examples.join(', ')}${leaks.length > EXAMPLES ? ', …' : ''}); ` +
        'quality can only be measured on records that were not used.',
      heldOut.fileName,
    );
  }
}

/** Held-out records without those that were used for calibration, and how many those are: the other answer to what {@link refuseCalibrationRecords} refuses. */
export function withoutCalibrationRecords(
  heldOut: TripletSet,
  calibration: readonly TripletSet[],
): { readonly records: TripletSet; readonly dropped: number } {
  const leaks = new Set(calibration.flatMap((set) => findLeaks(set, heldOut).map(({ second }) => second)));
  const triplets = heldOut.triplets.filter((_, record) => !leaks.has(record));
  return { records: leaks.size === 0 ? heldOut : { ...heldOut, triplets }, dropped: leaks.size };
}
