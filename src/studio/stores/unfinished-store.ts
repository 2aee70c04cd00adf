import { create } from 'zustand';
import type { UnfinishedSummary } from '../../core/engine/unfinished-types';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { isRunning, useAnalysis } from './analysis-store';
import { useData } from './data-store';
import { useModel } from './model-store';
import { stopOpening } from './stop-opening';

interface UnfinishedState {
  /** An analysis that a reload or a crash cut; null without one. */
  readonly offer: UnfinishedSummary | null;
  readonly opening: boolean;
  readonly problem: ErrorReport | null;
  readonly look: () => Promise<void>;
  /** Open what it was made of, and go on. @returns whether it goes on */
  readonly resume: () => Promise<boolean>;
  readonly discard: () => Promise<void>;
  /** It is not to be had any more: another analysis has begun. */
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

export const useUnfinished = create<UnfinishedState>()((set, get) => ({
  offer: null,
  opening: false,
  problem: null,
  look: async () => {
    // A worker that ends, or a browser that keeps nothing: there is nothing to offer.
    const offer = await engine()
      .unfinished()
      .catch(() => null);
    // Where it comes late, because another tab was at it, an analysis may have begun here.
    if (!isRunning(useAnalysis.getState().status)) set({ offer });
  },
  resume: async () => {
    const { offer, opening } = get();
    if (offer === null || opening) return false;
    set({ opening: true, problem: null });
    stopOpening();
    try {
      const { model, general, domain, settings, device } = await engine().openUnfinished(offer.id);
      useModel.getState().show(model);
      useData.getState().show('general', general);
      useData.getState().show('domain', domain);
      const { change, chooseDevice, start } = useAnalysis.getState();
      change(settings);
      chooseDevice(device);
      set({ offer: null, opening: false });
      void start();
      return true;
    } catch (error) {
      set({ opening: false, problem: asReport(error) });
      return false;
    }
  },
  discard: async () => {
    const { offer } = get();
    set({ offer: null });
    try {
      if (offer !== null) await engine().discardUnfinished(offer.id);
    } catch (error) {
      set({ problem: asReport(error) });
    }
  },
  forget: () => set({ offer: null }),
  dismissProblem: () => set({ problem: null }),
}));
