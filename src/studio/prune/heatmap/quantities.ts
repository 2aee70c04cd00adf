import type { TensorPlan, TensorSummary } from '../../../core/engine/types';
import type { ColourMapName } from './colour-maps';

export interface Quantity {
  readonly label: string;
  readonly help: string;
  readonly map: ColourMapName;
  /** `log`: over orders of magnitude; `ratio`: logarithmic around 1; `signed`: around 0; `share`: 0 to 1. */
  readonly scale: 'log' | 'linear' | 'ratio' | 'signed' | 'share';
  /** Null when the weight has no such value, as a score without a plan for it. */
  readonly of: (tensor: TensorSummary | undefined, plan: TensorPlan | undefined) => number | null;
}

/** What a heatmap cell can show. */
export const quantities = {
  fisherDomain: {
    label: 'Domain Fisher',
    help: 'Mean squared gradient on the domain set: how much the weight matters for your field.',
    ...{ map: 'sequential', scale: 'log' },
    of: (tensor) => tensor?.meanFisherDomain ?? null,
  },
  fisherGeneral: {
    label: 'General Fisher',
    help: 'Mean squared gradient on the general set.',
    ...{ map: 'sequential', scale: 'log' },
    of: (tensor) => tensor?.meanFisherGeneral ?? null,
  },
  fisherRatio: {
    label: 'Domain : general',
    help: 'Domain Fisher over general Fisher. Above 1 the weight matters more for your field.',
    ...{ map: 'diverging', scale: 'ratio' },
    of: (tensor) => (tensor !== undefined && tensor.meanFisherGeneral > 0 ? tensor.meanFisherDomain / tensor.meanFisherGeneral : null),
  },
  alignment: {
    label: 'Alignment',
    help: 'Cosine between the general and the domain gradient of the whole weight.',
    ...{ map: 'diverging', scale: 'signed' },
    of: (tensor) => tensor?.tensorAlignment ?? null,
  },
  conflict: {
    label: 'Conflict rate',
    help: 'Share of the batch pairs in which the two gradients of the weight point apart.',
    ...{ map: 'sequential', scale: 'linear' },
    of: (tensor) => tensor?.conflictRate ?? null,
  },
  magnitude: {
    label: 'Magnitude',
    help: 'Mean absolute value of the weight.',
    ...{ map: 'sequential', scale: 'linear' },
    of: (tensor) => tensor?.meanMagnitude ?? null,
  },
  score: {
    label: 'DAI score',
    help: 'Mean importance under the scoring settings, for the weights that may be pruned.',
    ...{ map: 'sequential', scale: 'linear' },
    of: (_, plan) => plan?.meanScore ?? null,
  },
  pruned: {
    label: 'Share pruned',
    help: 'Share of the weight that becomes zero at this sparsity.',
    ...{ map: 'sequential', scale: 'share' },
    of: (_, plan) => (plan === undefined || plan.size === 0 ? null : plan.zeros / plan.size),
  },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantities;
