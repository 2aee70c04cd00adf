import type { AnalysisProgress } from '../../core/engine/types';

/** Milliseconds of silence beyond what is legitimate after which a worker is taken to hang. */
const GRACE_MS = 3000;
/** A first step takes as long as it takes to prepare a session, and the end as long as it takes to fetch the sums. */
const UNKNOWN_MS = 300_000;
/** A step may take this many times the longest so far: the next batch can be of a shape that has no session yet. */
const FACTOR = 5;
const LEAST_MS = 3000;
const TICK_MS = 250;

/**
 * Watches an analysis by its reports, one per micro-batch, and calls `onHang` once none has come for longer than any step may take. Time is
 * counted in ticks of the page: a machine that sleeps, or a page whose timers are slowed down, makes it wait longer, never shorter.
 */
export class StepWatch {
  private silence = 0;
  private longest = 0;
  private steps = 0;
  private phase: AnalysisProgress['phase'] = 'prepare';
  private paused = false;
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly onHang: () => void) {
    this.timer = setInterval(() => this.tick(TICK_MS), TICK_MS);
  }

  report({ phase }: AnalysisProgress): void {
    if (phase !== 'prepare') {
      this.longest = Math.max(this.longest, this.silence + TICK_MS);
      this.steps += 1;
    }
    this.phase = phase;
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
    const known = this.steps > 0 && this.phase !== 'prepare' && this.phase !== 'finish';
    return known ? Math.max(LEAST_MS, FACTOR * this.longest) : UNKNOWN_MS;
  }

  tick(ms: number): void {
    if (this.paused) return;
    this.silence += ms;
    if (this.silence <= this.allowance + GRACE_MS) return;
    this.stop();
    this.onHang();
  }
}
