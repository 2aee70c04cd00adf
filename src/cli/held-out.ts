import type { Command } from 'commander';
import { refuseCalibrationRecords } from '../core/evaluate/calibration';
import type { Both } from '../core/evaluate/bench';
import { type HeldOutSet, heldOutFromTriplets } from '../core/evaluate/held-out';
import { sha256Of } from '../core/export/sha256';
import type { TripletSet } from '../core/data/triplet';
import type { RunManifest } from '../core/export/run-manifest';
import { type DataOptions, addSetOptions, readAnalysed, readSource, readingOf } from './data-options';

export interface HeldOutOptions extends DataOptions {
  readonly generalTest: string;
  readonly domainTest: string;
  readonly general?: string;
  readonly domain?: string;
}

/** Options of commands that measure on both held-out sets; the sets of the analysis serve input statistics and the check for leaks. */
export function addHeldOutOptions(command: Command): Command {
  return addSetOptions(command)
    .requiredOption('--general-test <path>', 'general held-out records')
    .requiredOption('--domain-test <path>', 'domain held-out records')
    .option('--general <path>', 'general set of the analysis: for the weight update, Wanda and SparseGPT; shared records are refused')
    .option('--domain <path>', 'domain set of the analysis');
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
  for (const { set } of [general, domain]) refuseCalibrationRecords(set, calibration);
  return {
    sets: { general: heldOutFromTriplets(general.set), domain: heldOutFromTriplets(domain.set) },
    sha256: { general: await sha256Of(general.content), domain: await sha256Of(domain.content) },
  };
}

/** The sets of the analysis, as far as they are given: of both, what the run put aside is not theirs. */
async function analysedSets(options: HeldOutOptions, manifest: RunManifest): Promise<readonly TripletSet[]> {
  const { general, domain } = options;
  if (general !== undefined && domain !== undefined) return Object.values(await readAnalysed(general, domain, options, manifest));
  const one = general === undefined ? 'domain' : 'general';
  const path = options[one];
  return path === undefined ? [] : [(await readSource(path, readingOf(options, one))).set];
}
