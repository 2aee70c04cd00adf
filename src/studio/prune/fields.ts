import { text } from '../text';

interface ScoringFieldMeta {
  readonly label: string;
  readonly help: string;
  readonly min?: number;
  readonly max?: number;
  readonly step: number;
}

type NumberKey = keyof typeof text.prune.scoringFields;

const { scoringFields: scoring, budgetFields: budget } = text.prune;

/** The numbers of the importance score; bounds are those of the schema. */
export const scoringFields: Readonly<Record<NumberKey, ScoringFieldMeta>> = {
  beta: { ...scoring.beta, step: 0.1 },
  gamma: { ...scoring.gamma, min: 0, step: 0.1 },
  alignmentStrength: { ...scoring.alignmentStrength, min: 0, max: 1, step: 0.05 },
  temperature: { ...scoring.temperature, min: 0.01, step: 0.1 },
  fusionAlpha: { ...scoring.fusionAlpha, step: 0.1 },
  fusionBeta: { ...scoring.fusionBeta, step: 0.1 },
};

/** Bounds of a uniform budget. */
export const budgetFields = {
  rhoMin: { ...budget.rhoMin, min: 0, max: 1, step: 0.05 },
  rhoMax: { ...budget.rhoMax, min: 0, max: 1, step: 0.05 },
} as const satisfies Record<string, ScoringFieldMeta>;
