import { create } from 'zustand';
import type { MeasuredSizes, PruneSettings } from '../../core/engine/tuning-types';
import { asReport, engine } from '../engine';

interface SizesState {
  readonly sizes: MeasuredSizes | null;
  /** The settings that `sizes` were measured with. */
  readonly measured: PruneSettings | null;
  /** Compress the pruned model; a measurement that is under way ends. */
  readonly measure: (settings: PruneSettings) => Promise<void>;
  readonly forget: () => void;
}

/** Sizes of the model and of its pruned files, really compressed in the worker. */
export const useSizes = create<SizesState>()((set) => {
  let latest = 0;
  return {
    sizes: null,
    measured: null,
    measure: async (settings) => {
      const own = ++latest;
      try {
        const sizes = await engine().measureSizes(settings);
        if (own === latest) set({ sizes, measured: settings });
      } catch (error) {
        // A size that cannot be had is left open; why a plan fails is said beside the settings.
        if (own === latest && asReport(error).code !== 'CANCELLED') set({ sizes: null, measured: null });
      }
    },
    forget: () => {
      latest += 1;
      set({ sizes: null, measured: null });
    },
  };
});
