import { create } from 'zustand';
import type { AnalysisProgress, AnalysisSummary, DeviceChoice, OpenedRun } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { analysisSettings, type AnalysisSettings } from '../../core/gaprune/settings';
import { asReport, engine } from '../engine';
import { addLoss, type LossPoint } from './losses';

export type AnalysisStatus = 'idle' | 'running' | 'cancelling' | 'done' | 'cancelled';

interface AnalysisResults {
  readonly status: AnalysisStatus;
  readonly progress: AnalysisProgress | null;
  readonly losses: readonly LossPoint[];
  readonly summary: AnalysisSummary | null;
  readonly problem: ErrorReport | null;
}

interface AnalysisState extends AnalysisResults {
  readonly settings: AnalysisSettings;
  readonly device: DeviceChoice;
  readonly change: (part: Partial<AnalysisSettings>) => void;
  readonly chooseDevice: (device: DeviceChoice) => void;
  readonly start: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** A run that was computed before, with the settings it was made with. */
  readonly show: (run: OpenedRun) => void;
  /** Forget the results: they belong to a model or data that have been replaced. */
  readonly reset: () => void;
  readonly dismissProblem: () => void;
}

const nothing: AnalysisResults = { status: 'idle', progress: null, losses: [], summary: null, problem: null };

export const useAnalysis = create<AnalysisState>()((set, get) => {
  let latestRun = 0;

  async function start(): Promise<void> {
    const run = ++latestRun;
    const write = (part: Partial<AnalysisResults>): void => {
      if (run === latestRun) set(part);
    };
    set({ ...nothing, status: 'running' });
    const { settings, device } = get();
    const report = (progress: AnalysisProgress): void => write({ progress, losses: addLoss(get().losses, progress) });
    try {
      write({ summary: await engine().analyze(settings, device, report), status: 'done' });
    } catch (error) {
      const problem = asReport(error);
      write(problem.code === 'CANCELLED' ? { status: 'cancelled' } : { status: 'idle', problem });
    }
  }

  async function cancel(): Promise<void> {
    if (get().status !== 'running') return;
    set({ status: 'cancelling' });
    try {
      await engine().cancel();
    } catch (error) {
      set({ status: 'running', problem: asReport(error) });
    }
  }

  return {
    ...nothing,
    // Short enough that a first look at the built-in model takes a minute without a graphics card.
    settings: analysisSettings.parse({ maxLength: 128 }),
    device: 'auto',
    change: (part) => set((state) => ({ settings: { ...state.settings, ...part } })),
    chooseDevice: (device) => set({ device }),
    start,
    cancel,
    show: ({ settings, analysis }) => {
      latestRun += 1;
      set({ ...nothing, status: 'done', summary: analysis, settings });
    },
    reset: () => {
      latestRun += 1;
      set(nothing);
    },
    dismissProblem: () => set({ problem: null }),
  };
});

export const isRunning = (status: AnalysisStatus): boolean => status === 'running' || status === 'cancelling';
