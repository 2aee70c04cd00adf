import type { Command } from 'commander';
import { refuseCalibrationRecords } from '../core/evaluate/calibration';
import type { Both } from '../core/evaluate/bench';
import { type HeldOutSet, heldOutFromTriplets } from '../core/evaluate/held-out';
import { sha256Of } from '../core/export/sha256';
import { openFile, readDataFile } from './files';

export interface HeldOutOptions {
  readonly generalTest: string;
  readonly domainTest: string;
  readonly general?: string;
  readonly domain?: string;
}

/** Options of commands that measure on both held-out sets; the sets of the analysis serve input statistics and the check for leaks. */
export function addHeldOutOptions(command: Command): Command {
  return command
    .requiredOption('--general-test <path>', 'general held-out records')
    .requiredOption('--domain-test <path>', 'domain held-out records')
    .option('--general <path>', 'general set of the analysis: for the weight update, Wanda and SparseGPT; shared records are refused')
    .option('--domain <path>', 'domain set of the analysis');
}

export interface HeldOut {
  readonly sets: Both<HeldOutSet>;
  readonly sha256: Both<string>;
}

/** Both held-out sets. @throws CalibrationLeakError, InvalidDataError, PathError */
export async function readHeldOutSets({ generalTest, domainTest, general, domain }: HeldOutOptions): Promise<HeldOut> {
  const calibration = await Promise.all([general, domain].flatMap((path) => (path === undefined ? [] : [readDataFile(path)])));
  const read = async (path: string): Promise<HeldOutSet> => {
    const records = await readDataFile(path);
    refuseCalibrationRecords(records, calibration);
    return heldOutFromTriplets(records);
  };
  return {
    sets: { general: await read(generalTest), domain: await read(domainTest) },
    sha256: { general: await sha256Of(await openFile(generalTest)), domain: await sha256Of(await openFile(domainTest)) },
  };
}
