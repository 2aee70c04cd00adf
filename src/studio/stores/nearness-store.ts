import { create } from 'zustand';
import type { PruneSettings } from '../../core/engine/tuning-types';
import { engine } from '../engine';

interface NearnessState {
  /** Share of what goes that would go by size alone; null while it is not known. */
  readonly magnitudeOverlap: number | null;
  readonly measure: (settings: PruneSettings) => Promise<void>;
  readonly forget: () => void;
}

/** How near a plan is to magnitude pruning. */
export const useNearness = create<NearnessState>()((set) => {
  let latest = 0;
  return {
    magnitudeOverlap: null,
    measure: async (settings) => {
      const own = ++latest;
      try {
        const magnitudeOverlap = settings.scoring.method === 'magnitude' ? 1 : await engine().magnitudeOverlap(settings);
        if (own === latest) set({ magnitudeOverlap });
      } catch {
        // Why a plan fails is said beside the settings.
        if (own === latest) set({ magnitudeOverlap: null });
      }
    },
    forget: () => {
      latest += 1;
      set({ magnitudeOverlap: null });
    },
  };
});
