import type { UsedRecords } from '../export/run-files';
import type { RunManifest } from '../export/run-manifest';
import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Device } from '../runtime/device';
import { type HeldOutSplit, type HeldOutSplits, holdOut } from './hold-out';
import { type SampleHooks, type SampleInput, sampleSets } from './sample';

/** What an analysis does with its sets before it begins: a share is put aside, and of the others some are drawn. */
export interface ChosenRecords {
  readonly general: TripletSet;
  readonly domain: TripletSet;
  /** What run.json says of it. */
  readonly used: { readonly general: UsedRecords; readonly domain: UsedRecords };
}

/** The split that settings make of two sets: the same every time. @throws InvalidSettingsError */
export function splitBy(general: TripletSet, domain: TripletSet, { holdOut: share, holdOutSeed }: AnalysisSettings): HeldOutSplits {
  return holdOut(general, domain, share, holdOutSeed);
}

type Run = Pick<RunManifest, 'settings' | 'generalData' | 'domainData'>;

/** The records that a run was made from, of the sets it was made from. @throws InvalidSettingsError */
export function recordsOfRun(
  general: TripletSet,
  domain: TripletSet,
  run: Run,
): { readonly general: TripletSet; readonly domain: TripletSet } {
  const splits = splitBy(general, domain, run.settings);
  const drawn = ({ analysed }: HeldOutSplit, data: Run['generalData']): TripletSet => {
    const sample = data?.sample ?? null;
    return sample === null ? analysed : { ...analysed, triplets: sample.flatMap((record) => analysed.triplets[record] ?? []) };
  };
  return { general: drawn(splits.general, run.generalData), domain: drawn(splits.domain, run.domainData) };
}

/** Draw the records that are analysed from those that were not put aside. @throws what {@link sampleSets} throws */
export async function chooseRecords(
  device: Device,
  splits: HeldOutSplits,
  input: Omit<SampleInput, 'general' | 'domain'>,
  hooks: SampleHooks = {},
): Promise<ChosenRecords> {
  const sets = { general: splits.general.analysed, domain: splits.domain.analysed };
  const { general, domain } = await sampleSets(device, { ...input, ...sets }, hooks);
  const used = (role: 'general' | 'domain', sample: readonly number[] | null): UsedRecords => ({
    heldOut: splits[role].heldOut.triplets.length,
    sample,
  });
  return {
    general: general.set,
    domain: domain.set,
    used: { general: used('general', general.chosen), domain: used('domain', domain.chosen) },
  };
}

/**
 * The records that an analysis would take, to plan it with: drawn as it draws them, but for k-means, which would have to embed every query. It takes
 * at most as many, and a plan counts the first of them.
 */
export async function recordsToPlan(
  device: Device,
  splits: HeldOutSplits,
  input: Omit<SampleInput, 'general' | 'domain'>,
): Promise<Pick<ChosenRecords, 'general' | 'domain'> & { readonly isExact: boolean }> {
  const { sampling, maxSamples } = input.settings;
  const sets = { general: splits.general.analysed, domain: splits.domain.analysed };
  const isDrawn = Object.values(sets).some(({ triplets }) => triplets.length > maxSamples);
  if (sampling === 'k-means' && isDrawn) return { ...sets, isExact: false };
  const { general, domain } = await chooseRecords(device, splits, input);
  return { general, domain, isExact: true };
}
