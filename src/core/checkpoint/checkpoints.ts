import { type StateFormat, readCheckpoint, writeCheckpoint } from './checkpoint-file';
import type { Slots } from './slots';

/** How often a checkpoint is made: after so many milliseconds, or so many steps where one costs little. */
export interface Pace {
  readonly ms: number;
  readonly steps: number;
}

export const PACE: Pace = { ms: 30_000, steps: 32 };
/** Checkpoints that are made by steps take at most one part in so many of the time. */
const PARTS = 10;

/** The checkpoints of an analysis, or of other long work. Where they cannot be kept, the work goes on without. */
export class Checkpoints<State> {
  private generation = 0;
  private savedAt: number;
  private costMs = 0;
  private steps = 0;
  private kept = true;

  constructor(
    private readonly format: StateFormat<State>,
    private readonly slots: Slots,
    private readonly key: string,
    private readonly now: () => number,
    private readonly pace = PACE,
    /** Told once when there is no room for checkpoints. */
    private readonly onUnkept: () => void = () => undefined,
  ) {
    this.savedAt = now();
  }

  /** The latest whole checkpoint of the same work; null without one. */
  async load(): Promise<State | null> {
    const found = (await Promise.all(([0, 1] as const).map((slot) => this.slots.read(slot).catch(() => null)))).flatMap((file) =>
      file === null ? [] : [file],
    );
    const whole = (await Promise.all(found.map((file) => readCheckpoint(this.format, file).catch(() => null)))).flatMap((checkpoint) =>
      checkpoint === null ? [] : [checkpoint],
    );
    const [latest] = whole.sort((a, b) => b.generation - a.generation);
    this.generation = latest?.generation ?? 0;
    return whole.find(({ key }) => key === this.key)?.state ?? null;
  }

  /** To be asked once after every step. */
  isDueAfterStep(): boolean {
    this.steps += 1;
    const sinceMs = this.now() - this.savedAt;
    return this.kept && (sinceMs >= this.pace.ms || (this.steps >= this.pace.steps && sinceMs >= PARTS * this.costMs));
  }

  async save(state: State): Promise<void> {
    if (!this.kept) return;
    this.generation += 1;
    const began = this.now();
    try {
      const parts = await writeCheckpoint(this.format, { generation: this.generation, key: this.key, state });
      await this.slots.write(this.generation % 2 === 0 ? 0 : 1, parts);
    } catch {
      // No room: what was kept before stays, and the work is held in memory alone.
      this.kept = false;
      this.onUnkept();
    }
    this.savedAt = this.now();
    this.costMs = this.savedAt - began;
    this.steps = 0;
  }

  /** The work is done. */
  async clear(): Promise<void> {
    // What cannot be removed is of other work to the next analysis, or of the same.
    await this.slots.clear().catch(() => undefined);
  }
}
