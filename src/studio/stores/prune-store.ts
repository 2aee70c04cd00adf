import { create } from 'zustand';
import type { PrunePlan } from '../../core/engine/types';
import type { PruneSettings } from '../../core/engine/tuning-types';
import type { ErrorReport } from '../../core/errors';
import { maskSettings, scoringSettings, type MaskSettings, type ScoringSettings } from '../../core/gaprune/settings';
import { asReport, engine } from '../engine';
import { latestWins } from '../latest-wins';
import { record, redo, startHistory, undo, type History } from './history';

interface PruneState extends PruneSettings {
  readonly plan: PrunePlan | null;
  /** The settings that `plan` was made with. */
  readonly planned: PruneSettings | null;
  /** The plan shown belongs to older settings; a newer one is being made. */
  readonly planning: boolean;
  readonly problem: ErrorReport | null;
  readonly history: History<PruneSettings>;
  readonly changeScoring: (part: Partial<ScoringSettings>) => void;
  readonly changeMask: (part: Partial<MaskSettings>) => void;
  /** Replace everything at once: a preset, or pinned settings. */
  readonly apply: (settings: PruneSettings) => void;
  readonly resetScoring: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Nothing before the settings as they are can be undone. */
  readonly forgetHistory: () => void;
  /** Ask the engine for the plan of the settings as they are now. */
  readonly refresh: () => Promise<void>;
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

const reference: PruneSettings = { scoring: scoringSettings.parse({}), mask: maskSettings.parse({}) };

export const usePrune = create<PruneState>()((set, get) => {
  let generation = 0;
  let scoringNow: string | null = null;

  const ask = latestWins(async (asked: number) => {
    if (asked !== generation) return;
    const { scoring, mask } = get();
    const write = (part: Partial<PruneState>): void => {
      if (asked === generation) set(part);
    };
    scoringNow = scoresOf({ scoring, mask });
    try {
      write({ plan: await engine().plan(scoring, mask), planned: { scoring, mask }, problem: null });
    } catch (error) {
      const problem = asReport(error);
      if (problem.code !== 'CANCELLED') write({ problem });
    }
    scoringNow = null;
    const now = get();
    if (now.scoring === scoring && now.mask === mask) write({ planning: false });
  });

  const change = (settings: PruneSettings, what: string | null): void =>
    set(({ history }) => ({ ...settings, history: record(history, settings, what, Date.now()) }));
  const go = (history: History<PruneSettings>): void => set({ ...history.present, history });

  return {
    ...reference,
    history: startHistory(reference),
    plan: null,
    planned: null,
    planning: false,
    problem: null,
    changeScoring: (part) => change({ mask: get().mask, scoring: { ...get().scoring, ...part } }, dragOf(part)),
    changeMask: (part) => change({ scoring: get().scoring, mask: { ...get().mask, ...part } }, dragOf(part)),
    apply: (settings) => change({ scoring: settings.scoring, mask: settings.mask }, null),
    resetScoring: () => change({ mask: get().mask, scoring: reference.scoring }, null),
    undo: () => go(undo(get().history)),
    redo: () => go(redo(get().history)),
    forgetHistory: () => set(({ scoring, mask }) => ({ history: startHistory({ scoring, mask }) })),
    refresh: () => {
      set({ planning: true });
      // Scores that nobody waits for any more are not worth finishing.
      if (scoringNow !== null && scoringNow !== scoresOf(get())) void engine().cancelPlan();
      return ask(generation);
    },
    forget: () => {
      generation += 1;
      set({ plan: null, planned: null, planning: false, problem: null });
    },
    dismissProblem: () => set({ problem: null }),
  };
});

/** What a change belongs to when it may be one of many, as numbers come from a slider and letters into a filter; null for a choice. */
function dragOf(part: Partial<ScoringSettings & MaskSettings>): string | null {
  const isDrag = Object.entries(part).every(([key, value]) => typeof value === 'number' || key === 'nameFilter');
  return isDrag ? Object.keys(part).join() : null;
}

/** What decides the scores: settings that differ only in sparsity, budget or overrides are planned from the same ones. */
function scoresOf({ scoring, mask }: PruneSettings): string {
  const { layers, excludedLayers, nameFilter, includedWeights, excludedWeights } = mask;
  return JSON.stringify([scoring, layers, excludedLayers, nameFilter, includedWeights, excludedWeights]);
}
