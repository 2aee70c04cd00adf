import { create } from 'zustand';
import type { PrunePlan } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { maskSettings, scoringSettings, type MaskSettings, type ScoringSettings } from '../../core/gaprune/settings';
import { asReport, engine } from '../engine';
import { latestWins } from '../latest-wins';

interface PruneState {
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  readonly plan: PrunePlan | null;
  /** The plan shown belongs to older settings; a newer one is being made. */
  readonly planning: boolean;
  readonly problem: ErrorReport | null;
  readonly changeScoring: (part: Partial<ScoringSettings>) => void;
  readonly changeMask: (part: Partial<MaskSettings>) => void;
  readonly resetScoring: () => void;
  /** Ask the engine for the plan of the settings as they are now. */
  readonly refresh: () => Promise<void>;
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

export const usePrune = create<PruneState>()((set, get) => {
  let generation = 0;

  const ask = latestWins(async (asked: number) => {
    if (asked !== generation) return;
    const { scoring, mask } = get();
    const write = (part: Partial<PruneState>): void => {
      if (asked === generation) set(part);
    };
    try {
      write({ plan: await engine().plan(scoring, mask), problem: null });
    } catch (error) {
      write({ problem: asReport(error) });
    }
    const now = get();
    if (now.scoring === scoring && now.mask === mask) write({ planning: false });
  });

  return {
    scoring: scoringSettings.parse({}),
    mask: maskSettings.parse({}),
    plan: null,
    planning: false,
    problem: null,
    changeScoring: (part) => set((state) => ({ scoring: { ...state.scoring, ...part } })),
    changeMask: (part) => set((state) => ({ mask: { ...state.mask, ...part } })),
    resetScoring: () => set({ scoring: scoringSettings.parse({}) }),
    refresh: () => {
      set({ planning: true });
      return ask(generation);
    },
    forget: () => {
      generation += 1;
      set({ plan: null, planning: false, problem: null });
    },
    dismissProblem: () => set({ problem: null }),
  };
});
