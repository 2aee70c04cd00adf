import { create } from 'zustand';
import type { MeasuredSizes, PruneSettings } from '../../core/engine/tuning-types';
import type { PrunePlan } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import type { TensorOverlap } from '../../core/gaprune/compare';
import { asReport, engine } from '../engine';
import { latestWins } from '../latest-wins';
import { usePrune } from './prune-store';
import { useSizes } from './sizes-store';

/** Settings that were put aside, with what was known of them. */
export interface Pinned {
  readonly settings: PruneSettings;
  readonly plan: PrunePlan;
  /** Null when they had not been measured yet. */
  readonly sizes: MeasuredSizes | null;
}

interface CompareState {
  readonly pinned: Pinned | null;
  readonly overlaps: readonly TensorOverlap[] | null;
  readonly problem: ErrorReport | null;
  /** Put the planned settings aside as A. */
  readonly pin: () => void;
  readonly unpin: () => void;
  /** A becomes the settings as they are; what they were becomes A. */
  readonly swap: () => void;
  readonly restore: () => void;
  readonly refresh: (b: PruneSettings) => Promise<void>;
}

const nothing = { pinned: null, overlaps: null, problem: null };

export const useCompare = create<CompareState>()((set, get) => ({
  ...nothing,
  pin: () => {
    const pinned = planNow();
    if (pinned === null) return;
    set({ pinned, overlaps: null, problem: null });
    // The masks are packed while their scores are at hand.
    void get().refresh(pinned.settings);
  },
  unpin: () => set(nothing),
  swap: () => {
    const { pinned } = get();
    const now = planNow();
    if (pinned === null || now === null) return;
    set({ pinned: now });
    usePrune.getState().apply(pinned.settings);
  },
  restore: () => {
    const { pinned } = get();
    if (pinned !== null) usePrune.getState().apply(pinned.settings);
  },
  refresh: latestWins(async (b: PruneSettings) => {
    const { pinned } = get();
    if (pinned === null) return;
    try {
      const overlaps = await engine().overlap(pinned.settings, b);
      if (get().pinned === pinned) set({ overlaps, problem: null });
    } catch (error) {
      if (get().pinned === pinned) set({ overlaps: null, problem: asReport(error) });
    }
  }),
}));

function planNow(): Pinned | null {
  const { plan, planned } = usePrune.getState();
  if (plan === null || planned === null) return null;
  const { sizes, measured } = useSizes.getState();
  return { settings: planned, plan, sizes: measured === planned ? sizes : null };
}
