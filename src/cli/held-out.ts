import { type Command, Option } from 'commander';
import { refuseCalibrationRecords, withoutCalibrationRecords } from '../core/evaluate/calibration';
import type { Both } from '../core/evaluate/bench';
import { type HeldOutSet, heldOutFromTriplets } from '../core/evaluate/held-out';
import type { DataSource } from '../core/export/run-files';
import { sha256Of } from '../core/export/sha256';
import type { TripletSet } from '../core/data/triplet';
import { writeTriplets } from '../core/data/write-triplets';
import type { RunManifest } from '../core/export/run-manifest';
import { type DataOptions, addSetOptions, readAnalysed, readSource, readingOf } from './data-options';

export interface HeldOutOptions extends DataOptions {
  readonly generalTest: string;
  readonly domainTest: string;
  readonly general?: string;
  readonly domain?: string;
  readonly leaveOutUsed?: boolean;
}

/** Options of commands that measure on both held-out sets; the sets of the analysis serve input statistics and the check for leaks. */
export function addHeldOutOptions(command: Command): Command {
  return addSetOptions(command)
    .requiredOption('--general-test <path>', 'general held-out records')
    .requiredOption('--domain-test <path>', 'domain held-out records')
    .option('--general <path>', 'general set of the analysis: for the weight update, Wanda and SparseGPT; shared records are refused')
    .option('--domain <path>', 'domain set of the analysis')
    .addOption(leaveOutUsed());
}

export const leaveOutUsed = (): Option =>
  new Option('--leave-out-used', 'measure without the held-out records that were used to choose what is pruned, instead of refusing them');

/**
 * Held-out records that were not used for calibration.
 * @throws CalibrationLeakError where some were, unless they are to be left out: that is told of on standard error then
 */
export function unusedRecords(heldOut: TripletSet, calibration: readonly TripletSet[], leaveOut: boolean): TripletSet {
  if (!leaveOut) refuseCalibrationRecords(heldOut, calibration);
  const { records, dropped } = withoutCalibrationRecords(heldOut, calibration);
  if (dropped > 0) {
    process.stderr.write(`gaprune: ${dropped} of ${heldOut.triplets.length} records of ${heldOut.fileName} were used and are left out\n`);
  }
  return records;
}

export interface HeldOut {
  readonly sets: Both<HeldOutSet>;
  readonly sha256: Both<string>;
}

/** Both held-out sets, which a run must not have been made from. @throws CalibrationLeakError, InvalidDataError, PathError */
export async function readHeldOutSets(options: HeldOutOptions, manifest: RunManifest): Promise<HeldOut> {
  const calibration = await analysedSets(options, manifest);
  const general = await readSource(options.generalTest, readingOf(options, 'general'));
  const domain = await readSource(options.domainTest, readingOf(options, 'domain'));
  const unused = ({ set }: DataSource): TripletSet => unusedRecords(set, calibration, options.leaveOutUsed === true);
  const [ofGeneral, ofDomain] = [unused(general), unused(domain)];
  return {
    sets: { general: heldOutFromTriplets(ofGeneral), domain: heldOutFromTriplets(ofDomain) },
    sha256: { general: await hashOf(general, ofGeneral), domain: await hashOf(domain, ofDomain) },
  };
}

/** Of a file that is measured with as it is, its own hash. */
function hashOf({ set, content }: DataSource, unused: TripletSet): Promise<string> {
  return sha256Of(unused === set ? content : new Blob([writeTriplets(unused)]));
}

/** The sets of the analysis, as far as they are given: of both, what the run put aside is not theirs. */
async function analysedSets(options: HeldOutOptions, manifest: RunManifest): Promise<readonly TripletSet[]> {
  const { general, domain } = options;
  if (general !== undefined && domain !== undefined) return Object.values(await readAnalysed(general, domain, options, manifest));
  const one = general === undefined ? 'domain' : 'general';
  const path = options[one];
  return path === undefined ? [] : [(await readSource(path, readingOf(options, one))).set];
}
