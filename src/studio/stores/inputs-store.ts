import { create } from 'zustand';
import type { ErrorReport } from '../../core/errors';
import { type InputDetail, type MethodName, inputsOf } from '../../core/gaprune/methods';
import { asReport, engine } from '../engine';
import { useAnalysis } from './analysis-store';
import { usePrune } from './prune-store';

interface InputsState {
  /** What is known of the inputs of products. */
  readonly known: InputDetail;
  /** Share of a measurement that is done; null when none is under way. */
  readonly share: number | null;
  readonly problem: ErrorReport | null;
  readonly measure: (detail: InputDetail) => Promise<void>;
  readonly cancel: () => void;
  readonly forget: () => void;
  readonly dismiss: () => void;
}

/** Statistics that an analysis does not hold and some methods take; measured when they are wanted. */
export const useInputs = create<InputsState>()((set, get) => {
  let latest = 0;
  return {
    known: 'none',
    share: null,
    problem: null,
    measure: async (detail) => {
      if (detail === 'none') return;
      const own = ++latest;
      const write = (part: Partial<InputsState>): void => {
        if (own === latest) set(part);
      };
      write({ share: 0, problem: null });
      try {
        await engine().measureInputs(detail, useAnalysis.getState().device, (share) => write({ share }));
        write({ known: detail, share: null });
        if (own === latest) await usePrune.getState().refresh();
      } catch (error) {
        const problem = asReport(error);
        write({ share: null, problem: problem.code === 'CANCELLED' ? null : problem });
      }
    },
    cancel: () => void engine().cancelInputs(),
    forget: () => {
      latest += 1;
      if (get().share !== null) void engine().cancelInputs();
      set({ known: 'none', share: null, problem: null });
    },
    dismiss: () => set({ problem: null }),
  };
});

const ORDER = ['none', 'norms', 'covariances'] as const satisfies readonly InputDetail[];

/** What has still to be measured for a method; `none` where it can be planned. */
export function missingFor(method: MethodName, known: InputDetail): InputDetail {
  const wanted = inputsOf(method);
  return ORDER.indexOf(wanted) > ORDER.indexOf(known) ? wanted : 'none';
}
