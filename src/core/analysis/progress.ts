import type { AnalysisPhase, AnalysisProgress } from '../engine/types';
import type { LayerFigures } from '../gaprune/layer-means';
import { milliseconds } from '../units';

type Reached = Omit<AnalysisProgress, 'deviceBytes'>;

/**
 * Counts samples over all phases and tells how fast it goes, counted from the end of the preparation. The clock is given, so that
 * nothing here knows where it runs.
 */
export class ProgressMeter {
  private done = 0;
  /** Samples that an earlier process did: they say nothing of the rate. */
  private skipped = 0;
  private start: number;

  constructor(
    private readonly total: number,
    private readonly phases: readonly AnalysisPhase[],
    private readonly now: () => number,
    private readonly report: (reached: Reached) => void,
  ) {
    this.start = now();
  }

  add(phase: AnalysisPhase, samples: number, loss: number | null, layers: LayerFigures[] | null): void {
    if (phase === 'prepare' || phase === 'check') this.start = this.now();
    this.done += samples;
    const seconds = (this.now() - this.start) / 1000;
    const rate = seconds > 0 ? (this.done - this.skipped) / seconds : 0;
    const remainingMs = rate > 0 ? milliseconds(((this.total - this.done) / rate) * 1000) : null;
    const { done, total, phases } = this;
    this.report({ phase, phases, done, total, samplesPerSecond: rate, remainingMs, loss, layers });
  }

  skip(samples: number): void {
    this.done += samples;
    this.skipped += samples;
  }

  /** Wait for something whose time does not count. */
  async without(wait: () => Promise<void>): Promise<void> {
    const before = this.now();
    await wait();
    this.start += this.now() - before;
  }
}
