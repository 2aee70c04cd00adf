import type { MaskSettings, ScoringSettings } from '../../core/gaprune/settings';
import type { Options } from '../ui/choice-setting';

export const budgets: Options<MaskSettings['budget']> = {
  global: { label: 'Global', help: 'One ranking over all chosen weights.' },
  uniform: { label: 'Uniform', help: 'The same share in every layer.' },
};

export const alignments: Options<ScoringSettings['alignment']> = {
  'element-wise': { label: 'Element-wise', help: 'As the reference program does it; in large weights it hardly acts.' },
  tensor: { label: 'Per tensor', help: 'One cosine per weight, as the paper reads.' },
};

export const postprocessings: Options<ScoringSettings['postprocessing']> = {
  none: { label: 'None', help: 'Scores are compared as they are.' },
  zscore_sigmoid: { label: 'Z-score, sigmoid', help: 'Scores are standardised per weight, then squeezed between 0 and 1.' },
  minmax: { label: 'Min–max', help: 'Scores of each weight are stretched to 0…1.' },
  rank: { label: 'Rank', help: 'Only the order within a weight counts.' },
};

interface ScoringFieldMeta {
  readonly label: string;
  readonly help: string;
  readonly min?: number;
  readonly max?: number;
  readonly step: number;
}

type NumberKey = 'beta' | 'gamma' | 'alignmentStrength' | 'temperature' | 'fusionAlpha' | 'fusionBeta';

/** The numbers of the importance score; bounds are those of the schema. */
export const scoringFields: Readonly<Record<NumberKey, ScoringFieldMeta>> = {
  beta: { label: 'β, general weight', help: 'How much general Fisher counts against domain Fisher.', step: 0.1 },
  gamma: { label: 'γ, magnitude weight', help: 'How much the size of the weight itself counts.', min: 0, step: 0.1 },
  alignmentStrength: { label: 'Alignment strength', help: 'Alignment changes a score by at most this share.', min: 0, max: 1, step: 0.05 },
  temperature: { label: 'Temperature', help: 'Steepness of the sigmoid.', min: 0.01, step: 0.1 },
  fusionAlpha: { label: 'Fusion α', help: 'Share of domain Fisher × magnitude that is added to the score.', step: 0.1 },
  fusionBeta: { label: 'Fusion β', help: 'Factor of the score when it is fused.', step: 0.1 },
};

/** Bounds of a uniform budget. */
export const budgetFields = {
  rhoMin: { label: 'At least, ρ min', help: 'This share of every layer goes.', min: 0, max: 1, step: 0.05 },
  rhoMax: { label: 'At most, ρ max', help: 'Not more than this share of any layer goes.', min: 0, max: 1, step: 0.05 },
} as const satisfies Record<string, ScoringFieldMeta>;
