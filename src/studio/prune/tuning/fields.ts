import { text } from '../../text';

interface NumberField {
  readonly label: string;
  readonly help: string;
  readonly min?: number;
  readonly max?: number;
  readonly step: number;
  /** Its sign in the method's formula. */
  readonly sign?: string;
}

type NumberKey = keyof typeof text.prune.scoringFields;

const { scoringFields: scoring, budgetFields: budget } = text.prune;

/** The numbers of the scores; bounds are those of the schema. */
export const scoringFields: Readonly<Record<NumberKey, NumberField>> = {
  domainShare: { ...scoring.domainShare, min: 0, max: 1, step: 0.05, sign: 's' },
  damping: { ...scoring.damping, min: 0, step: 0.05, sign: 'damping' },
  seed: { ...scoring.seed, min: 0, max: 0xffffffff, step: 1 },
  beta: { ...scoring.beta, step: 0.1, sign: 'β' },
  gamma: { ...scoring.gamma, min: 0, step: 0.1, sign: 'γ' },
  alignmentStrength: { ...scoring.alignmentStrength, min: 0, max: 1, step: 0.05, sign: 'a' },
  temperature: { ...scoring.temperature, min: 0.01, step: 0.1, sign: 'T' },
  fusionAlpha: { ...scoring.fusionAlpha, step: 0.1, sign: 'α' },
  fusionBeta: { ...scoring.fusionBeta, step: 0.1, sign: 'β_f' },
};

export const isNumberField = (key: string): key is NumberKey => Object.hasOwn(scoringFields, key);

/** Bounds of a uniform budget. */
export const budgetFields = {
  rhoMin: { ...budget.rhoMin, min: 0, max: 1, step: 0.05 },
  rhoMax: { ...budget.rhoMax, min: 0, max: 1, step: 0.05 },
} as const satisfies Record<string, NumberField>;
