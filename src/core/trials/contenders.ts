import { METHODS, inputsOf } from '../gaprune/methods';
import { type ScoringSettings, scoringSettings } from '../gaprune/settings';

/** Settings that are tried for a recommendation; which weights and how many of them stay as they are. */
export interface Contender {
  readonly scoring: ScoringSettings;
  readonly update: boolean;
}

const contender = (scoring: Partial<ScoringSettings>, update = false): Contender => ({ scoring: scoringSettings.parse(scoring), update });

/** From the simplest to the most involved, in the order they are tried: the baseline first, then what promised most in the study. */
export const CONTENDERS: readonly Contender[] = [
  contender({ method: 'magnitude' }),
  contender({ method: 'balanced' }),
  contender({ method: 'balanced' }, true),
  contender({ method: 'dai-calibrated' }),
  contender({ method: 'fisher' }, true),
  contender({ method: 'balanced', damping: 0.3 }, true),
  contender({ method: 'dai-calibrated' }, true),
  contender({ method: 'wanda' }),
  contender({ method: 'sparsegpt' }, true),
  contender({ method: 'balanced', damping: 0.03 }, true),
  contender({ method: 'balanced', domainShare: 0.7 }, true),
  contender({ method: 'balanced', domainShare: 0.3 }, true),
  contender({ method: 'wanda' }, true),
  contender({ method: 'dai' }),
];

/** Whether a contender takes covariances of the inputs of products. */
export const takesInputs = ({ scoring, update }: Contender): boolean => update || inputsOf(scoring.method) !== 'none';

/** What tells a contender from others, for people. */
export function describeContender({ scoring, update }: Contender): string {
  const standard = scoringSettings.parse({});
  const { label, settings } = METHODS[scoring.method];
  const changed = settings.flatMap((key) => (scoring[key] === standard[key] ? [] : `${NAMES[key] ?? key} ${String(scoring[key])}`));
  return [label, ...changed, ...(update ? ['weight update'] : [])].join(', ');
}

const NAMES: Partial<Record<keyof ScoringSettings, string>> = { damping: 'damping', domainShare: 'domain share' };
