import { create } from 'zustand';
import type { ModelSummary, NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { loadBuiltInModel } from '../built-in';
import { asReport, engine } from '../engine';

interface ModelState {
  readonly opening: boolean;
  /** The last model that opened well: one that does not leaves it in place. */
  readonly summary: ModelSummary | null;
  /** Whether that is the model the studio opens by itself. */
  readonly isBuiltIn: boolean;
  readonly problem: ErrorReport | null;
  readonly open: (files: readonly NamedFile[]) => Promise<void>;
  readonly openBuiltIn: () => Promise<void>;
  /** Give up what is being opened: something else takes its place. */
  readonly stop: () => void;
  /** A model that the engine has opened already. */
  readonly show: (summary: ModelSummary) => void;
  readonly dismissProblem: () => void;
}

/** Files without an ONNX file belong to the one that is open without a tokenizer: it is not given twice. */
function completed(given: readonly NamedFile[], files: readonly NamedFile[]): readonly NamedFile[] {
  return files.some(({ name }) => /\.(onnx|zip)$/i.test(name)) ? files : [...given, ...files];
}

export const useModel = create<ModelState>()((set, get) => {
  let current = new AbortController();
  /** The files of the open model, as they were given. */
  let given: readonly NamedFile[] = [];

  /** A newer request makes an older one stop where it is, and its outcome is dropped. */
  async function openFrom(load: (signal: AbortSignal) => Promise<readonly NamedFile[]>, isBuiltIn: boolean): Promise<void> {
    current.abort();
    const run = (current = new AbortController());
    set({ opening: true, problem: null });
    try {
      const files = await load(run.signal);
      if (run.signal.aborted) return;
      const summary = await engine().openModel(files);
      if (run !== current) return;
      given = files;
      set({ summary, isBuiltIn, opening: false });
    } catch (error) {
      if (run === current) set({ problem: asReport(error), opening: false });
    }
  }

  return {
    opening: false,
    summary: null,
    isBuiltIn: false,
    problem: null,
    open: (files) => openFrom(() => Promise.resolve(get().summary?.lacksTokenizer === true ? completed(given, files) : files), false),
    openBuiltIn: () => openFrom(loadBuiltInModel, true),
    stop: () => {
      current.abort();
      current = new AbortController();
      set({ opening: false });
    },
    show: (summary) => {
      get().stop();
      given = [];
      set({ summary, isBuiltIn: false, opening: false, problem: null });
    },
    dismissProblem: () => set({ problem: null }),
  };
});
