import { create } from 'zustand';
import type { Incident } from '../../core/analysis/incident';
import type { AnalysisProgress, AnalysisSummary, DeviceChoice, OpenedRun } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { analysisSettings, type AnalysisSettings } from '../../core/gaprune/settings';
import type { LayerFigures } from '../../core/gaprune/layer-means';
import { asReport, engine } from '../engine';
import { throttled } from '../throttled';
import { addLoss, type LossPoint } from './losses';

export type AnalysisStatus = 'idle' | 'running' | 'paused' | 'cancelling' | 'done' | 'cancelled';

interface AnalysisResults {
  readonly status: AnalysisStatus;
  readonly progress: AnalysisProgress | null;
  readonly losses: readonly LossPoint[];
  /** Figures of the layers while an analysis runs; a finished one has them in its summary. */
  readonly layers: readonly LayerFigures[] | null;
  readonly summary: AnalysisSummary | null;
  readonly problem: ErrorReport | null;
  /** What the analysis got over, in order. */
  readonly incidents: readonly Incident[];
}

interface AnalysisState extends AnalysisResults {
  readonly settings: AnalysisSettings;
  readonly device: DeviceChoice;
  readonly change: (part: Partial<AnalysisSettings>) => void;
  readonly chooseDevice: (device: DeviceChoice) => void;
  readonly start: () => Promise<void>;
  /** Hold a running analysis, or let it go on. */
  readonly setPaused: (paused: boolean) => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** A run that was computed before, with the settings it was made with. */
  readonly show: (run: OpenedRun) => void;
  /** Forget the results: they belong to a model or data that have been replaced. */
  readonly reset: () => void;
  readonly dismissProblem: () => void;
}

/** Milliseconds between two looks at a running analysis. */
const REPORT_MS = 150;

const nothing: AnalysisResults = { status: 'idle', progress: null, losses: [], layers: null, summary: null, problem: null, incidents: [] };

export const useAnalysis = create<AnalysisState>()((set, get) => {
  let latestRun = 0;

  async function start(): Promise<void> {
    const run = ++latestRun;
    const write = (part: Partial<AnalysisResults>): void => {
      if (run === latestRun) set(part);
    };
    set({ ...nothing, status: 'running' });
    const { settings, device } = get();
    // Reports can come faster than anyone reads: they are gathered here, and shown a few times a second.
    let seen: Pick<AnalysisResults, 'progress' | 'losses' | 'layers'> = { progress: null, losses: [], layers: null };
    const show = throttled(() => write(seen), REPORT_MS);
    const report = (progress: AnalysisProgress): void => {
      seen = { progress, losses: addLoss(seen.losses, progress), layers: progress.layers ?? seen.layers };
      show();
    };
    const noteIncident = (incident: Incident): void => {
      // It begins again: what was drawn of it so far is drawn anew.
      if (incident !== 'unkept') seen = { progress: null, losses: [], layers: null };
      write({ ...seen, incidents: [...get().incidents, incident] });
    };
    try {
      write({ summary: await engine().analyze(settings, device, report, noteIncident), status: 'done' });
    } catch (error) {
      const problem = asReport(error);
      write(problem.code === 'CANCELLED' ? { status: 'cancelled' } : { status: 'idle', problem });
    }
  }

  async function setPaused(paused: boolean): Promise<void> {
    if (get().status !== (paused ? 'running' : 'paused')) return;
    set({ status: paused ? 'paused' : 'running' });
    try {
      await engine().setPaused(paused);
    } catch (error) {
      set({ problem: asReport(error) });
    }
  }

  async function cancel(): Promise<void> {
    const { status } = get();
    if (status !== 'running' && status !== 'paused') return;
    set({ status: 'cancelling' });
    try {
      await engine().cancel();
    } catch (error) {
      set({ status, problem: asReport(error) });
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
    setPaused,
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

/** Whether an analysis is under way, held or not. */
export const isRunning = (status: AnalysisStatus): boolean => status === 'running' || status === 'paused' || status === 'cancelling';
