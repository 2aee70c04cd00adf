import type { PruneSettings } from '../../core/engine/tuning-types';
import { scoringSettings, type MaskSettings, type ScoringSettings } from '../../core/gaprune/settings';

/** Ways to score and to spread; which weights, and how many of them, stay as they are. */
export const builtInPresets = {
  reference: { scoring: {}, budget: 'global' },
  calibrated: { scoring: { method: 'dai-calibrated' }, budget: 'global' },
  domain: { scoring: { method: 'fisher', domainShare: 1 }, budget: 'global' },
  balanced: { scoring: { method: 'balanced', domainShare: 0.5 }, budget: 'uniform' },
  magnitude: { scoring: { method: 'magnitude' }, budget: 'global' },
} as const satisfies Record<string, { readonly scoring: Partial<ScoringSettings>; readonly budget: MaskSettings['budget'] }>;

export type BuiltInPreset = keyof typeof builtInPresets;

export function withPreset(preset: BuiltInPreset, { mask }: PruneSettings): PruneSettings {
  const { scoring, budget } = builtInPresets[preset];
  return { scoring: scoringSettings.parse(scoring), mask: { ...mask, budget } };
}
