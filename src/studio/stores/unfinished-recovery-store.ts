import { create } from 'zustand';
import type { UnfinishedRecovery } from '../../core/engine/unfinished-types';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { useAnalysis } from './analysis-store';
import { useEvidence } from './evidence-store';
import { usePrune } from './prune-store';
import { keyOfSettings } from './quality-store';

interface UnfinishedRecoveryState {
  /** A fine-tuning of the open analysis that a reload or a crash cut; null without one. */
  readonly offer: UnfinishedRecovery | null;
  readonly problem: ErrorReport | null;
  /** Look for one of the analysis that is open now. */
  readonly look: () => Promise<void>;
  /** Take its settings, and go on. */
  readonly resume: () => void;
  readonly discard: () => Promise<void>;
  /** It is not to be had any more: another analysis is open, or another fine-tuning has begun. */
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

export const useUnfinishedRecovery = create<UnfinishedRecoveryState>()((set, get) => {
  let latest = 0;
  return {
    offer: null,
    problem: null,
    look: async () => {
      const own = ++latest;
      // A worker that ends, or a browser that keeps nothing: there is nothing to offer.
      const offer = await engine()
        .unfinishedRecovery()
        .catch(() => null);
      if (own === latest) set({ offer });
    },
    resume: () => {
      const { offer } = get();
      if (offer === null) return;
      const { settings, update, recovery, device } = offer;
      const { scoring, mask, apply } = usePrune.getState();
      if (keyOfSettings(settings) !== keyOfSettings({ scoring, mask })) apply(settings);
      useAnalysis.getState().chooseDevice(device);
      const { change, changeRecovery, refine } = useEvidence.getState();
      change({ update });
      changeRecovery(recovery);
      void refine(true);
    },
    discard: async () => {
      const { offer } = get();
      set({ offer: null });
      try {
        if (offer !== null) await engine().discardRecovery(offer.id);
      } catch (error) {
        set({ problem: asReport(error) });
      }
    },
    forget: () => {
      latest += 1;
      set({ offer: null });
    },
    dismissProblem: () => set({ problem: null }),
  };
});
