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
  taylor: ['Taylor, both sets', score({ method: 'taylor' })],
  fisherDomain: ['Fisher · w², domain', score({ method: 'fisher', domainShare: 1 })],
  fisherGeneral: ['Fisher · w², general', score({ method: 'fisher', domainShare: 0 })],
  fisherMix: ['Fisher · w², half and half', score({ method: 'fisher' })],
  balanced: ['Balanced, damping 0.1', score({ method: 'balanced' })],
} as const satisfies Record<string, readonly [string, ScoringSettings]>;

type Name = keyof typeof METHODS;

const oneShot = (name: Name): Row => ({ label: METHODS[name][0], scoring: METHODS[name][1], update: false, recovery: null });
const updated = (name: Name): Row => ({ ...oneShot(name), label: `${METHODS[name][0]}, with weight update`, update: true });
const recovered = (row: Row, steps: number): Row => ({
  ...row,
  label: `${row.label}, ${steps} recovery steps`,
  recovery: recoverySettings.parse({ steps }),
});

/** Recoveries from updated weights, with a warm-up and a way down to nothing; the loss on validation records picks among them. */
function tries(steps: number): Row[] {
  const start = updated('balanced');
  const common = { steps, warmup: Math.round(steps / 10), schedule: 'linear', learningRate: 1e-4 } as const;
  const found: readonly (readonly [string, RecoverySettings])[] = [
    ['at 1e-4, warm-up and linear', recoverySettings.parse(common)],
    ['at 1e-4, warm-up and linear, two thirds domain batches', recoverySettings.parse({ ...common, domainBatches: 2 / 3 })],
  ];
  return found.map(([name, recovery]) => ({ ...start, label: `${start.label}, ${steps} recovery steps ${name}`, recovery }));
}

/** What the study is about first: the best one-shot method, its update and its recovery; then every other method, the cheap rows first. */
export function studyRows(steps: number): Row[] {
  const first = ['random', 'magnitude', 'fisherMix'] as const;
  const names = Object.keys(METHODS) as Name[];
  const others = names.filter((name) => !first.some((known) => known === name));
  return [
    ...first.map(oneShot),
    updated('fisherMix'),
    recovered(oneShot('fisherMix'), steps),
    ...others.map(oneShot),
    updated('balanced'),
    updated('magnitude'),
    ...tries(steps),
    recovered(oneShot('magnitude'), steps),
    recovered(updated('fisherMix'), steps),
    ...others.map((name) => recovered(oneShot(name), steps)),
  ];
}
