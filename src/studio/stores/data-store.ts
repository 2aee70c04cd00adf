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
  /** A file that was refused for some of its records, and could be opened without them. */
  readonly refused: NamedFile | null;
}

interface OpenOptions {
  readonly isBuiltIn?: boolean;
  readonly leaveOutBad?: boolean;
}

interface DataState {
  readonly general: DataSetState;
  readonly domain: DataSetState;
  readonly open: (role: DataRole, file: NamedFile) => Promise<void>;
  readonly openBuiltIn: (role: DataRole) => Promise<void>;
  /** A set that the engine has opened already. */
  readonly show: (role: DataRole, summary: TripletSummary) => void;
  /** Open the refused file without the records that cannot be used. */
  readonly openWithoutBad: (role: DataRole) => Promise<void>;
  readonly dismissProblem: (role: DataRole) => void;
}

const nothing: DataSetState = { opening: false, summary: null, isBuiltIn: false, problem: null, refused: null };

export const useData = create<DataState>()((set, get) => {
  const current = { general: new AbortController(), domain: new AbortController() };
  const change = (role: DataRole, part: Partial<DataSetState>): void => set((state) => ({ [role]: { ...state[role], ...part } }));

  /** A newer request for the same set makes an older one stop where it is, and its outcome is dropped. */
  async function openFrom(
    role: DataRole,
    load: (signal: AbortSignal) => Promise<NamedFile>,
    { isBuiltIn = false, leaveOutBad = false }: OpenOptions = {},
  ): Promise<void> {
    current[role].abort();
    const run = (current[role] = new AbortController());
    change(role, { opening: true, problem: null, refused: null });
    let file: NamedFile | null = null;
    try {
      file = await load(run.signal);
      if (run.signal.aborted) return;
      const summary = await engine().openTriplets(role, file, leaveOutBad);
      if (run === current[role]) change(role, { summary, isBuiltIn, opening: false });
    } catch (error) {
      const problem = asReport(error);
      if (run === current[role]) change(role, { problem, opening: false, refused: problem.code === 'BAD_RECORDS' ? file : null });
    }
  }

  return {
    general: nothing,
    domain: nothing,
    open: (role, file) => openFrom(role, () => Promise.resolve(file)),
    openBuiltIn: (role) => openFrom(role, (signal) => loadBuiltInData(role, signal), { isBuiltIn: true }),
    openWithoutBad: async (role) => {
      const { refused } = get()[role];
      if (refused !== null) await openFrom(role, () => Promise.resolve(refused), { leaveOutBad: true });
    },
    show: (role, summary) => {
      current[role].abort();
      current[role] = new AbortController();
      change(role, { summary, opening: false, isBuiltIn: false, problem: null, refused: null });
    },
    dismissProblem: (role) => change(role, { problem: null, refused: null }),
  };
});
