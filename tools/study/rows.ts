import { type RecoverySettings, recoverySettings } from '../../src/core/recover/settings';
import { type ScoringSettings, scoringSettings } from '../../src/core/gaprune/settings';

/** One line of the study: how weights are scored, and what is done to those that stay. */
export interface Row {
  readonly label: string;
  readonly scoring: ScoringSettings;
  /** Whether what stays is updated with the inputs' covariances. */
  readonly update: boolean;
  /** Null for a row in one shot. */
  readonly recovery: RecoverySettings | null;
}

const score = (part: Partial<ScoringSettings>): ScoringSettings => scoringSettings.parse(part);

const METHODS = {
  random: ['Random', score({ method: 'random' })],
  magnitude: ['Magnitude', score({ method: 'magnitude' })],
  dai: ['DAI, reference', score({ method: 'dai' })],
  daiNormalised: ['DAI, calibrated', score({ method: 'dai-calibrated' })],
  wanda: ['Wanda', score({ method: 'wanda' })],
  sparsegpt: ['SparseGPT', score({ method: 'sparsegpt' })],
  taylor: ['Taylor, both sets', score({ method: 'taylor' })],
  fisherDomain: ['Fisher · w², domain', score({ method: 'fisher', domainShare: 1 })],
  fisherGeneral: ['Fisher · w², general', score({ method: 'fisher', domainShare: 0 })],
  fisherMix: ['Fisher · w², half and half', score({ method: 'fisher' })],
  balanced: ['Balanced, damping 0.1', score({ method: 'balanced' })],
} as const satisfies Record<string, readonly [string, ScoringSettings]>;

type Name = keyof typeof METHODS;

/** SparseGPT is its mask with the update. */
const UPDATED: readonly Name[] = ['balanced', 'fisherMix', 'sparsegpt', 'magnitude', 'wanda', 'daiNormalised'];

const oneShot = (name: Name): Row => ({ label: METHODS[name][0], scoring: METHODS[name][1], update: false, recovery: null });
const updated = (name: Name): Row => ({ ...oneShot(name), label: `${METHODS[name][0]}, with weight update`, update: true });

/** What all recoveries share. */
const RECIPE = { learningRate: 1e-4, warmup: 10, schedule: 'linear', checkEvery: 50 } as const satisfies Partial<RecoverySettings>;

const recovered = (row: Row, steps: number, change: Partial<RecoverySettings> = {}, name = ''): Row => ({
  ...row,
  label: `${row.label}, ${steps} recovery steps${name}`,
  recovery: recoverySettings.parse({ ...RECIPE, steps, ...change }),
});

/** The recipe that did best of {@link tries}, by the validation loss as well. */
const best = (row: Row, steps: number): Row =>
  recovered(row, steps, { tables: true, domainBatches: 0.75 }, ', tables trained, three quarters domain batches');

/** Recipes from the same start. */
function tries(steps: number): Row[] {
  const start = updated('fisherMix');
  return [
    best(start, steps),
    recovered(start, steps, { tables: true, batches: 'mixed' }, ', tables trained, mixed batches'),
    recovered(start, steps),
  ];
}

/** Every method in one shot and its update where that was tried, then recoveries. A row that is done is not made again. */
export function studyRows(steps: number): Row[] {
  const isSparseGpt = (name: Name): boolean => name === 'sparsegpt';
  const names = (Object.keys(METHODS) as Name[]).filter((name) => !isSparseGpt(name));
  return [
    ...names.map(oneShot),
    ...UPDATED.map(updated),
    ...tries(steps),
    recovered(oneShot('fisherMix'), steps),
    recovered(oneShot('magnitude'), steps),
    recovered(updated('sparsegpt'), steps),
  ];
}

/** The baseline and what the study recommends, in one shot and after recovery. */
export function briefRows(steps: number): Row[] {
  const [baseline, recommended] = [oneShot('magnitude'), updated('balanced')];
  return [baseline, recommended, best(recommended, steps), best(baseline, steps)];
}
