import type { AnalysisProgress } from '../../core/engine/types';

/** Milliseconds of silence that are never a hang; with a tick, three seconds. */
const LEAST_MS = 2750;
/** What takes longer than a step: making a session, keeping a checkpoint, fetching the sums. */
const LONG_MS = 300_000;
/** A step may take this many times the longest so far, which is rounded up to ticks. */
const FACTOR = 5;
const TICK_MS = 250;

/**
 * Watches an analysis by its reports, one per micro-batch, and calls `onHang` once none has come for longer than any step may take. Time is
 * counted in ticks of the page: a machine that sleeps, or a page whose timers are slowed down, makes it wait longer, never shorter.
 */
export class StepWatch {
  private silence = 0;
  /** Longest of the steps alone; of those that made a session as well, as long as there is no other. */
  private longest: number | null = null;
  private longestOfAll = 0;
  private phase: AnalysisProgress['phase'] = 'prepare';
  private isLong = false;
  private paused = false;
  private readonly timer: ReturnType<typeof setInterval>;

  /** @param patience factor of what a step may take */
  constructor(
    private readonly onHang: () => void,
    private readonly patience = 1,
  ) {
    this.timer = setInterval(() => this.tick(TICK_MS), TICK_MS);
  }

  report({ phase }: AnalysisProgress): void {
    if (!isAtLength(phase)) {
      const step = this.silence + TICK_MS;
      this.longestOfAll = Math.max(this.longestOfAll, step);
      if (!this.isLong) this.longest = Math.max(this.longest ?? 0, step);
    }
    this.phase = phase;
    this.silence = 0;
  }

  /** Something longer than a step begins, or is over. */
  setLongWork(isUnderWay: boolean): void {
    this.isLong = isUnderWay;
    this.silence = 0;
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.silence = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Milliseconds a step may take now. */
  get allowance(): number {
    if (this.isLong || isAtLength(this.phase)) return LONG_MS;
    return this.patience * Math.max(LEAST_MS, FACTOR * (this.longest ?? this.longestOfAll));
  }

  tick(ms: number): void {
    if (this.paused) return;
    this.silence += ms;
    if (this.silence <= this.allowance) return;
    this.stop();
    this.onHang();
  }
}

const isAtLength = (phase: AnalysisProgress['phase']): boolean => ['sample', 'prepare', 'check', 'finish'].includes(phase);
