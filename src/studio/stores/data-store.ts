import { create } from 'zustand';
import type { DataRole, NamedFile, TripletSummary } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { loadBuiltInData } from '../built-in';
import { asReport, engine } from '../engine';

export interface DataSetState {
  readonly opening: boolean;
  /** The last set that opened well: one that does not leaves it in place. */
  readonly summary: TripletSummary | null;
  /** Whether that is the set the studio opens by itself. */
  readonly isBuiltIn: boolean;
  readonly problem: ErrorReport | null;
}

interface DataState {
  readonly general: DataSetState;
  readonly domain: DataSetState;
  readonly open: (role: DataRole, file: NamedFile) => Promise<void>;
  readonly openBuiltIn: (role: DataRole) => Promise<void>;
  /** A set that the engine has opened already. */
  readonly show: (role: DataRole, summary: TripletSummary) => void;
  readonly dismissProblem: (role: DataRole) => void;
}

const nothing: DataSetState = { opening: false, summary: null, isBuiltIn: false, problem: null };

export const useData = create<DataState>()((set) => {
  const current = { general: new AbortController(), domain: new AbortController() };
  const change = (role: DataRole, part: Partial<DataSetState>): void => set((state) => ({ [role]: { ...state[role], ...part } }));

  /** A newer request for the same set makes an older one stop where it is, and its outcome is dropped. */
  async function openFrom(role: DataRole, isBuiltIn: boolean, load: (signal: AbortSignal) => Promise<NamedFile>): Promise<void> {
    current[role].abort();
    const run = (current[role] = new AbortController());
    change(role, { opening: true, problem: null });
    try {
      const file = await load(run.signal);
      if (run.signal.aborted) return;
      const summary = await engine().openTriplets(role, file);
      if (run === current[role]) change(role, { summary, isBuiltIn, opening: false });
    } catch (error) {
      if (run === current[role]) change(role, { problem: asReport(error), opening: false });
    }
  }

  return {
    general: nothing,
    domain: nothing,
    open: (role, file) => openFrom(role, false, () => Promise.resolve(file)),
    openBuiltIn: (role) => openFrom(role, true, (signal) => loadBuiltInData(role, signal)),
    show: (role, summary) => {
      current[role].abort();
      current[role] = new AbortController();
      change(role, { summary, opening: false, problem: null });
    },
    dismissProblem: (role) => change(role, { problem: null }),
  };
});
