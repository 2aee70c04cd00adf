import { create } from 'zustand';
import type { PruneSettings } from '../../core/engine/tuning-types';
import type { PrunePlan } from '../../core/engine/types';
import type { ScoreHistogram } from '../../core/gaprune/score-histogram';
import type { MaskSettings } from '../../core/gaprune/settings';
import { engine } from '../engine';
import { latestWins } from '../latest-wins';

interface ChartState {
  readonly histogram: ScoreHistogram | null;
  /** The plan of the other budget; null when that one cannot be met. */
  readonly other: PrunePlan | null;
  readonly refresh: (settings: PruneSettings) => Promise<void>;
}

export const otherBudget = { global: 'uniform', uniform: 'global' } as const satisfies Record<
  MaskSettings['budget'],
  MaskSettings['budget']
>;

/** What the charts show beyond the plan. Both come from scores that are there already. */
export const useCharts = create<ChartState>()((set) => ({
  histogram: null,
  other: null,
  refresh: latestWins(async ({ scoring, mask }: PruneSettings) => {
    const [histogram, other] = await Promise.all([
      engine()
        .scoreHistogram({ scoring, mask })
        .catch(() => null),
      engine()
        .plan(scoring, { ...mask, budget: otherBudget[mask.budget] })
        .catch(() => null),
    ]);
    set({ histogram, other });
  }),
}));
