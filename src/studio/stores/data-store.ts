import { create } from 'zustand';
import type { FieldMapping } from '../../core/data/field-mapping';
import { type Reading, STRICT } from '../../core/data/formats/reading';
import type { DataRole, NamedFile, TripletSummary } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { loadBuiltInData } from '../built-in';
import { asReport, engine } from '../engine';

/** A file, and how it was to be read. */
export interface ReadFile {
  readonly file: NamedFile;
  readonly reading: Reading;
}

export interface DataSetState {
  readonly opening: boolean;
  /** The last set that opened well: one that does not leaves it in place. */
  readonly summary: TripletSummary | null;
  /** Its file; null for a set that came with a session. */
  readonly file: NamedFile | null;
  /** Whether that is the set the studio opens by itself. */
  readonly isBuiltIn: boolean;
  readonly problem: ErrorReport | null;
  /** A file that was refused, and may be readable in another way. */
  readonly refused: ReadFile | null;
  /** A person is saying which column holds what. */
  readonly choosing: boolean;
}

interface DataState {
  readonly general: DataSetState;
  readonly domain: DataSetState;
  readonly open: (role: DataRole, file: NamedFile) => Promise<void>;
  readonly openBuiltIn: (role: DataRole) => Promise<void>;
  /** Give up what is being opened: something else takes its place. */
  readonly stop: (role: DataRole) => void;
  /** A set that the engine has opened already. */
  readonly show: (role: DataRole, summary: TripletSummary) => void;
  /** Open the refused file without the records that cannot be used. */
  readonly openWithoutBad: (role: DataRole) => Promise<void>;
  /** Begin or end the choice of columns of the refused file, or of the open one. */
  readonly choose: (role: DataRole, choosing: boolean) => void;
  /** Open that file with these columns; with the known names when null. */
  readonly openWithFields: (role: DataRole, fields: FieldMapping | null) => Promise<void>;
  readonly dismissProblem: (role: DataRole) => void;
}

const nothing: DataSetState = {
  ...{ opening: false, summary: null, file: null, isBuiltIn: false },
  ...{ problem: null, refused: null, choosing: false },
};

/** Codes of files whose records are there, and may be read in another way. */
const READABLE: ReadonlySet<string> = new Set(['BAD_RECORDS', 'UNKNOWN_COLUMNS', 'INVALID_DATA']);

export const useData = create<DataState>()((set, get) => {
  const current = { general: new AbortController(), domain: new AbortController() };
  const change = (role: DataRole, part: Partial<DataSetState>): void => set((state) => ({ [role]: { ...state[role], ...part } }));

  /** A newer request for the same set makes an older one stop where it is, and its outcome is dropped. */
  async function openFrom(
    role: DataRole,
    load: (signal: AbortSignal) => Promise<NamedFile>,
    { reading = STRICT, isBuiltIn = false }: { readonly reading?: Reading; readonly isBuiltIn?: boolean } = {},
  ): Promise<void> {
    current[role].abort();
    const run = (current[role] = new AbortController());
    change(role, { opening: true, problem: null, refused: null, choosing: false });
    let file: NamedFile | null = null;
    try {
      file = await load(run.signal);
      if (run.signal.aborted) return;
      const summary = await engine().openTriplets(role, file, reading);
      if (run === current[role]) change(role, { summary, file, isBuiltIn, opening: false });
    } catch (error) {
      const problem = asReport(error);
      if (run !== current[role]) return;
      const refused = file !== null && READABLE.has(problem.code) ? { file, reading } : null;
      change(role, { problem, opening: false, refused, choosing: problem.code === 'UNKNOWN_COLUMNS' && !isChoosing() });
    }
  }

  /** One dialog at a time. */
  const isChoosing = (): boolean => get().general.choosing || get().domain.choosing;

  return {
    general: nothing,
    domain: nothing,
    open: (role, file) => openFrom(role, () => Promise.resolve(file)),
    openBuiltIn: (role) => openFrom(role, (signal) => loadBuiltInData(role, signal), { isBuiltIn: true }),
    openWithoutBad: async (role) => {
      const { refused } = get()[role];
      if (refused === null) return;
      await openFrom(role, () => Promise.resolve(refused.file), { reading: { ...refused.reading, skipBadRecords: true } });
    },
    choose: (role, choosing) => change(role, { choosing }),
    openWithFields: async (role, fields) => {
      const chosen = inQuestion(get()[role]);
      if (chosen === null) return;
      await openFrom(role, () => Promise.resolve(chosen.file), { reading: { ...chosen.reading, fields } });
    },
    stop: (role) => {
      current[role].abort();
      current[role] = new AbortController();
      change(role, { opening: false });
    },
    show: (role, summary) => {
      get().stop(role);
      change(role, { ...nothing, summary });
    },
    dismissProblem: (role) => change(role, { problem: null, refused: null }),
  };
});

/** The file that a choice of columns is about: the refused one, else the open one. */
export function inQuestion({ refused, file, summary }: DataSetState): ReadFile | null {
  if (refused !== null) return refused;
  return file === null || summary === null ? null : { file, reading: summary.reading };
}
