import { create } from 'zustand';
import type { ExportResult } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { exportOptions, type ExportOptions } from '../../core/export/options';
import type { MaskSettings, ScoringSettings } from '../../core/gaprune/settings';
import { download } from '../download';
import { asReport, engine } from '../engine';
import { usePrune } from './prune-store';

/** An export with the settings it was made under. */
interface Exported {
  readonly result: ExportResult;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  readonly options: ExportOptions;
}

interface ExportState {
  readonly options: ExportOptions;
  readonly running: boolean;
  readonly step: string | null;
  readonly exported: Exported | null;
  readonly problem: ErrorReport | null;
  readonly changeOptions: (part: Partial<ExportOptions>) => void;
  readonly start: () => Promise<void>;
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

const nothing = { running: false, step: null, exported: null, problem: null };

export const useExport = create<ExportState>()((set, get) => {
  let latestRun = 0;

  async function start(): Promise<void> {
    const run = ++latestRun;
    const isCurrent = (): boolean => run === latestRun;
    set({ ...nothing, running: true });
    const { scoring, mask } = usePrune.getState();
    const { options } = get();
    try {
      const result = await engine().exportPruned(scoring, mask, options, (step) => {
        if (isCurrent()) set({ step });
      });
      if (!isCurrent()) return;
      set({ running: false, step: null, exported: { result, scoring, mask, options } });
      download(result);
    } catch (error) {
      if (isCurrent()) set({ running: false, step: null, problem: asReport(error) });
    }
  }

  return {
    ...nothing,
    options: exportOptions.parse({}),
    changeOptions: (part) => set((state) => ({ options: { ...state.options, ...part } })),
    start,
    forget: () => {
      latestRun += 1;
      set(nothing);
    },
    dismissProblem: () => set({ problem: null }),
  };
});
