import { create } from 'zustand';
import type { HeldOutSummary, Quality, QualityProgress } from '../../core/engine/quality-types';
import type { PruneSettings } from '../../core/engine/tuning-types';
import type { DataRole, NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import type { Explanation } from '../../core/explain/explain';
import { loadBuiltInHeldOut } from '../built-in';
import { asReport, engine } from '../engine';
import { useAnalysis } from './analysis-store';
import { usePrune } from './prune-store';

/** Something that was worked out for settings, or is being worked out. */
export interface Work<Result> {
  readonly result: Result | null;
  /** The settings that the result belongs to. */
  readonly of: PruneSettings | null;
  /** Null when nothing is under way. */
  readonly progress: QualityProgress | null;
  readonly problem: ErrorReport | null;
}

interface QualityState {
  readonly heldOut: Readonly<Record<DataRole, HeldOutSummary | null>>;
  readonly setProblem: ErrorReport | null;
  readonly quality: Work<Quality>;
  /** Everything measured on these held-out sets, by {@link keyOfSettings}. */
  readonly measured: Readonly<Record<string, Quality>>;
  readonly explanation: Work<Explanation>;
  /** Whether a measurement follows every change of the settings. */
  readonly follows: boolean;
  readonly openHeldOut: (role: DataRole, file: NamedFile) => Promise<void>;
  readonly measure: () => Promise<void>;
  /** Measure those of these settings that have not been measured. */
  readonly measureEach: (settings: readonly PruneSettings[]) => Promise<void>;
  readonly explain: () => Promise<void>;
  readonly cancel: () => void;
  readonly follow: (follows: boolean) => void;
  /** Results of another analysis are of no use. */
  readonly forget: () => void;
  readonly dismiss: () => void;
}

export const keyOfSettings = ({ scoring, mask }: PruneSettings): string => JSON.stringify([scoring, mask]);

const nothing = { result: null, of: null, progress: null, problem: null };
const started: QualityProgress = { done: 0, total: 0 };

export const useQuality = create<QualityState>()((set, get) => {
  const latest = { quality: 0, explanation: 0 };

  /** The newest work of a kind writes; an older one that comes back is dropped. */
  async function run<K extends 'quality' | 'explanation'>(
    kind: K,
    settings: PruneSettings,
    work: (onProgress: (progress: QualityProgress) => void) => Promise<NonNullable<QualityState[K]['result']>>,
  ): Promise<void> {
    const own = ++latest[kind];
    const write = (part: Partial<Work<unknown>>): void => {
      if (own === latest[kind]) set((state) => ({ ...state, [kind]: { ...state[kind], ...part } }));
    };
    write({ progress: started, problem: null });
    try {
      const result = await work((progress) => write({ progress }));
      write({ result, of: settings, progress: null });
    } catch (error) {
      const problem = asReport(error);
      write({ progress: null, problem: problem.code === 'CANCELLED' ? null : problem });
    }
  }

  function measure(settings: PruneSettings): Promise<void> {
    return run('quality', settings, async (onProgress) => {
      await openSets();
      const result = await engine().measureQuality(settings, useAnalysis.getState().device, onProgress);
      set((state) => ({ measured: { ...state.measured, [keyOfSettings(settings)]: result } }));
      return result;
    });
  }

  async function openSets(): Promise<void> {
    for (const role of ['general', 'domain'] as const) {
      if (get().heldOut[role] === null) await get().openHeldOut(role, await loadBuiltInHeldOut(role));
    }
  }

  return {
    heldOut: { general: null, domain: null },
    setProblem: null,
    quality: nothing,
    measured: {},
    explanation: nothing,
    follows: false,
    openHeldOut: async (role, file) => {
      set({ setProblem: null });
      try {
        const summary = await engine().openHeldOut(role, file);
        set((state) => ({ heldOut: { ...state.heldOut, [role]: summary }, quality: nothing, measured: {} }));
      } catch (error) {
        set({ setProblem: asReport(error) });
      }
    },
    measure: () => measure(settingsNow()),
    measureEach: async (list) => {
      for (const settings of list) {
        if (keyOfSettings(settings) in get().measured) continue;
        await measure(settings);
        if (!(keyOfSettings(settings) in get().measured)) return;
      }
    },
    explain: () => {
      const settings = settingsNow();
      return run('explanation', settings, (onProgress) => engine().explainMask(settings, onProgress));
    },
    cancel: () => void engine().cancelQuality(),
    follow: (follows) => set({ follows }),
    forget: () => {
      latest.quality += 1;
      latest.explanation += 1;
      set({ quality: nothing, measured: {}, explanation: nothing });
    },
    dismiss: () =>
      set((state) => ({
        setProblem: null,
        quality: { ...state.quality, problem: null },
        explanation: { ...state.explanation, problem: null },
      })),
  };
});

function settingsNow(): PruneSettings {
  const { scoring, mask } = usePrune.getState();
  return { scoring, mask };
}
