import { create } from 'zustand';
import type { ExportResult } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import type { Bytes } from '../../core/units';
import { asReport, engine } from '../engine';
import { measureCompressed } from '../export/measure-compressed';
import { usePrune } from './prune-store';

interface ExportState {
  readonly running: boolean;
  readonly step: string | null;
  readonly result: ExportResult | null;
  /** Address of the zip for a download link; valid as long as the result is shown. */
  readonly address: string | null;
  /** Size of the zip after gzip, measured after the export; null until it is known. */
  readonly compressedBytes: Bytes | null;
  readonly problem: ErrorReport | null;
  readonly start: () => Promise<void>;
  readonly forget: () => void;
  readonly dismissProblem: () => void;
}

const nothing = { running: false, step: null, result: null, address: null, compressedBytes: null, problem: null };

export const useExport = create<ExportState>()((set, get) => {
  let latestRun = 0;

  function release(): void {
    const { address } = get();
    if (address !== null) URL.revokeObjectURL(address);
  }

  async function start(): Promise<void> {
    const run = ++latestRun;
    const isCurrent = (): boolean => run === latestRun;
    release();
    set({ ...nothing, running: true });
    const { scoring, mask } = usePrune.getState();
    try {
      const result = await engine().exportPruned(scoring, mask, (step) => {
        if (isCurrent()) set({ step });
      });
      if (!isCurrent()) return;
      set({ running: false, step: null, result, address: URL.createObjectURL(result.zip) });
      const compressedBytes = await measureCompressed(result.zip);
      if (isCurrent()) set({ compressedBytes });
    } catch (error) {
      if (isCurrent()) set({ running: false, step: null, problem: asReport(error) });
    }
  }

  return {
    ...nothing,
    start,
    forget: () => {
      latestRun += 1;
      release();
      set(nothing);
    },
    dismissProblem: () => set({ problem: null }),
  };
});
