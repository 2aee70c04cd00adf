import type { TensorPlan, TensorSummary } from '../../../core/engine/types';
import { text } from '../../text';
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
    ...text.heatmap.quantities.fisherDomain,
    ...{ map: 'sequential', scale: 'log' },
    of: (tensor) => tensor?.meanFisherDomain ?? null,
  },
  fisherGeneral: {
    ...text.heatmap.quantities.fisherGeneral,
    ...{ map: 'sequential', scale: 'log' },
    of: (tensor) => tensor?.meanFisherGeneral ?? null,
  },
  fisherRatio: {
    ...text.heatmap.quantities.fisherRatio,
    ...{ map: 'diverging', scale: 'ratio' },
    of: (tensor) => (tensor !== undefined && tensor.meanFisherGeneral > 0 ? tensor.meanFisherDomain / tensor.meanFisherGeneral : null),
  },
  alignment: {
    ...text.heatmap.quantities.alignment,
    ...{ map: 'diverging', scale: 'signed' },
    of: (tensor) => tensor?.tensorAlignment ?? null,
  },
  conflict: {
    ...text.heatmap.quantities.conflict,
    ...{ map: 'sequential', scale: 'linear' },
    of: (tensor) => tensor?.conflictRate ?? null,
  },
  magnitude: {
    ...text.heatmap.quantities.magnitude,
    ...{ map: 'sequential', scale: 'linear' },
    of: (tensor) => tensor?.meanMagnitude ?? null,
  },
  score: {
    ...text.heatmap.quantities.score,
    ...{ map: 'sequential', scale: 'linear' },
    of: (_, plan) => plan?.meanScore ?? null,
  },
  pruned: {
    ...text.heatmap.quantities.pruned,
    ...{ map: 'sequential', scale: 'share' },
    of: (_, plan) => (plan === undefined || plan.size === 0 ? null : plan.zeros / plan.size),
  },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantities;
