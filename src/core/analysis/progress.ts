import type { AnalysisPhase, AnalysisProgress } from '../engine/types';
import type { LayerFigures } from '../gaprune/layer-means';
import { milliseconds } from '../units';

/** Milliseconds between two reports that carry the figures of the layers. */
const FIGURES_MS = 250;

type Reached = Omit<AnalysisProgress, 'deviceBytes'>;

/**
 * Counts samples over all phases and tells how fast it goes, counted from the end of the preparation. The clock is given, so that
 * nothing here knows where it runs.
 */
export class ProgressMeter {
  private done = 0;
  private start: number;
  private figuresAt = -Infinity;

  constructor(
    private readonly total: number,
    private readonly now: () => number,
    private readonly live: { layers(): LayerFigures[] },
    private readonly report: (reached: Reached) => void,
  ) {
    this.start = now();
  }

  add(phase: AnalysisPhase, samples: number, loss: number | null): void {
    if (phase === 'prepare') this.start = this.now();
    this.done += samples;
    const seconds = (this.now() - this.start) / 1000;
    const rate = seconds > 0 ? this.done / seconds : 0;
    const remainingMs = rate > 0 ? milliseconds(((this.total - this.done) / rate) * 1000) : null;
    this.report({ phase, done: this.done, total: this.total, samplesPerSecond: rate, remainingMs, loss, layers: this.figures(phase) });
  }

  /** Wait for something whose time does not count. */
  async without(wait: () => Promise<void>): Promise<void> {
    const before = this.now();
    await wait();
    this.start += this.now() - before;
  }

  private figures(phase: AnalysisPhase): LayerFigures[] | null {
    if (phase === 'prepare' || (phase !== 'finish' && this.now() - this.figuresAt < FIGURES_MS)) return null;
    this.figuresAt = this.now();
    return this.live.layers();
  }
}
