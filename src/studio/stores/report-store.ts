import { create } from 'zustand';
import type { ErrorReport } from '../../core/errors';
import type { Measured } from '../../core/report/report';
import type { ReportFormat } from '../../core/report/formats';
import { download } from '../download';
import { asReport, engine } from '../engine';
import { curveKey, sensitivityKey, useEvidence } from './evidence-store';
import { usePrune } from './prune-store';
import { keyOfSettings, useQuality } from './quality-store';

interface ReportState {
  readonly making: ReportFormat | null;
  readonly problem: ErrorReport | null;
  readonly make: (format: ReportFormat) => Promise<void>;
  readonly dismiss: () => void;
}

/** Writes what was measured of the settings as they are, and hands it to the browser's downloads. */
export const useReport = create<ReportState>()((set) => ({
  making: null,
  problem: null,
  make: async (format) => {
    set({ making: format, problem: null });
    const { scoring, mask } = usePrune.getState();
    try {
      download(await engine().makeReport({ scoring, mask }, measuredNow(), format));
    } catch (error) {
      set({ problem: asReport(error) });
    }
    set({ making: null });
  },
  dismiss: () => set({ problem: null }),
}));

/** Figures of other settings are left out. */
export function measuredNow(): Measured {
  const { curve, sensitivity, recommendation } = useEvidence.getState();
  const { scoring, mask } = usePrune.getState();
  return {
    quality: useQuality.getState().measured[keyOfSettings({ scoring, mask })] ?? null,
    points: curve.key === curveKey() ? curve.points : [],
    sensitivity: sensitivity.key === sensitivityKey() ? sensitivity.rows : [],
    recommendation,
  };
}
