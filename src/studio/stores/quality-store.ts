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

/** A held-out set, and where it comes from: a person's own file, records the analysis put aside, or the studio itself. */
export interface HeldOutState extends HeldOutSummary {
  readonly source: 'own' | 'put-aside' | 'built-in';
}

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
  readonly heldOut: Readonly<Record<DataRole, HeldOutState | null>>;
  readonly setProblem: ErrorReport | null;
  readonly quality: Work<Quality>;
  /** Everything measured on these held-out sets, by {@link keyOfSettings}. */
  readonly measured: Readonly<Record<string, Quality>>;
  readonly explanation: Work<Explanation>;
  /** Whether a measurement follows every change of the settings. */
  readonly follows: boolean;
  readonly openHeldOut: (role: DataRole, file: NamedFile) => Promise<void>;
  /** Go on without the held-out records that the analysis used. @returns whether enough are left */
  readonly leaveOutUsed: () => Promise<boolean>;
  /** Open the built-in sets where no others were chosen. */
  readonly openSets: () => Promise<void>;
  readonly measure: () => Promise<void>;
  /** Measure those of these settings that have not been measured. */
  readonly measureEach: (settings: readonly PruneSettings[]) => Promise<void>;
  readonly explain: () => Promise<void>;
  readonly cancel: () => void;
  readonly follow: (follows: boolean) => void;
  /** Figures of weights that are no longer used are of no use; neither are results of another analysis. */
  readonly forgetFigures: () => void;
  readonly forget: () => void;
  readonly dismiss: () => void;
}

export const keyOfSettings = ({ scoring, mask }: PruneSettings): string => JSON.stringify([scoring, mask]);

const nothing = { result: null, of: null, progress: null, problem: null };
const forgotten = { quality: nothing, measured: {}, explanation: nothing };
const own = (set: HeldOutState | null): HeldOutState | null => (set?.source === 'own' ? set : null);
const started: QualityProgress = { done: 0, total: 0 };

export const useQuality = create<QualityState>()((set, get) => {
  const latest = { quality: 0, explanation: 0 };

  /** The newest work of a kind writes; an older one that comes back is dropped. */
  async function run<K extends 'quality' | 'explanation'>(
    kind: K,
    settings: PruneSettings,
    work: (onProgress: (progress: QualityProgress) => void, isLatest: () => boolean) => Promise<NonNullable<QualityState[K]['result']>>,
  ): Promise<void> {
    const own = ++latest[kind];
    const isLatest = (): boolean => own === latest[kind];
    const write = (part: Partial<Work<unknown>>): void => {
      if (isLatest()) set((state) => ({ ...state, [kind]: { ...state[kind], ...part } }));
    };
    write({ progress: started, problem: null });
    try {
      const result = await work((progress) => write({ progress }), isLatest);
      write({ result, of: settings, progress: null });
    } catch (error) {
      const problem = asReport(error);
      write({ progress: null, problem: problem.code === 'CANCELLED' ? null : problem });
    }
  }

  function measure(settings: PruneSettings): Promise<void> {
    return run('quality', settings, async (onProgress, isLatest) => {
      await get().openSets();
      const result = await engine().measureQuality(settings, useAnalysis.getState().device, onProgress);
      // What was measured of another model or other weights is no figure of these.
      if (isLatest()) set((state) => ({ measured: { ...state.measured, [keyOfSettings(settings)]: result } }));
      return result;
    });
  }

  /** Nobody sees what comes of the work that is under way. */
  function leave(kind: 'quality' | 'explanation'): void {
    latest[kind] += 1;
    if (get()[kind].progress !== null) void engine().cancelQuality();
  }

  async function openSet(role: DataRole, source: HeldOutState['source'], open: () => Promise<HeldOutSummary>): Promise<void> {
    set({ setProblem: null });
    try {
      const summary = await open();
      set((state) => ({ heldOut: { ...state.heldOut, [role]: { ...summary, source } }, quality: nothing, measured: {} }));
    } catch (error) {
      set({ setProblem: asReport(error) });
    }
  }

  return {
    heldOut: { general: null, domain: null },
    setProblem: null,
    quality: nothing,
    measured: {},
    explanation: nothing,
    follows: false,
    openHeldOut: (role, file) => openSet(role, 'own', () => engine().openHeldOut(role, file)),
    leaveOutUsed: async () => {
      try {
        const left = await engine().leaveOutUsed();
        const { heldOut } = get();
        const withLeft = (role: DataRole): HeldOutState => ({ ...left[role], source: heldOut[role]?.source ?? 'own' });
        set({ heldOut: { general: withLeft('general'), domain: withLeft('domain') }, quality: nothing, measured: {} });
        return true;
      } catch (error) {
        set({ setProblem: asReport(error) });
        return false;
      }
    },
    openSets: async () => {
      for (const role of ['general', 'domain'] as const) {
        if (get().heldOut[role] !== null) continue;
        if ((useAnalysis.getState().summary?.heldOut[role] ?? 0) > 0) await openSet(role, 'put-aside', () => engine().openPutAside(role));
        else await openSet(role, 'built-in', async () => engine().openHeldOut(role, await loadBuiltInHeldOut(role)));
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
    forgetFigures: () => {
      leave('quality');
      set({ quality: nothing, measured: {} });
    },
    forget: () => {
      leave('quality');
      leave('explanation');
      // What an analysis put aside is another's records for the next one.
      set(({ heldOut }) => ({ heldOut: { general: own(heldOut.general), domain: own(heldOut.domain) }, ...forgotten }));
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
