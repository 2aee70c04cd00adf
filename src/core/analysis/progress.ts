import type { AnalysisPhase, AnalysisProgress } from '../engine/types';
import { milliseconds } from '../units';

/**
 * Counts samples over all phases and tells how fast it goes, counted from the end of the preparation. The clock is given, so that
 * nothing here knows where it runs.
 */
export class ProgressMeter {
  private done = 0;
  private start: number;

  constructor(
    private readonly total: number,
    private readonly now: () => number,
    private readonly report: (progress: AnalysisProgress) => void,
  ) {
    this.start = now();
  }

  add(phase: AnalysisPhase, samples: number, loss: number | null): void {
    if (phase === 'prepare') this.start = this.now();
    this.done += samples;
    const seconds = (this.now() - this.start) / 1000;
    const rate = seconds > 0 ? this.done / seconds : 0;
    const remainingMs = rate > 0 ? milliseconds(((this.total - this.done) / rate) * 1000) : null;
    this.report({ phase, done: this.done, total: this.total, samplesPerSecond: rate, remainingMs, loss });
  }
}
