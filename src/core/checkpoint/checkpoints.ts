import type { SumsState } from '../analysis/running-sums';
import { readCheckpoint, writeCheckpoint } from './checkpoint-file';
import type { Slots } from './slots';

/** Milliseconds of work that an interruption may cost. */
export const CHECKPOINT_MS = 30_000;

/** The checkpoints of one analysis. Where they cannot be kept, the analysis goes on without. */
export class Checkpoints {
  private generation = 0;
  private savedAt: number;
  private kept = true;

  constructor(
    private readonly slots: Slots,
    private readonly key: string,
    private readonly now: () => number,
    private readonly intervalMs = CHECKPOINT_MS,
  ) {
    this.savedAt = now();
  }

  /** The latest whole checkpoint of the same work; null without one. */
  async load(): Promise<SumsState | null> {
    const found = (await Promise.all(([0, 1] as const).map((slot) => this.slots.read(slot).catch(() => null)))).flatMap((file) =>
      file === null ? [] : [file],
    );
    const whole = (await Promise.all(found.map((file) => readCheckpoint(file).catch(() => null)))).flatMap((checkpoint) =>
      checkpoint === null ? [] : [checkpoint],
    );
    const [latest] = whole.sort((a, b) => b.generation - a.generation);
    this.generation = latest?.generation ?? 0;
    return whole.find(({ key }) => key === this.key)?.state ?? null;
  }

  get isDue(): boolean {
    return this.kept && this.now() - this.savedAt >= this.intervalMs;
  }

  async save(state: SumsState): Promise<void> {
    this.generation += 1;
    const parts = await writeCheckpoint({ generation: this.generation, key: this.key, state });
    try {
      await this.slots.write(this.generation % 2 === 0 ? 0 : 1, parts);
    } catch {
      // No room: what was kept before stays, and the analysis is held in memory alone.
      this.kept = false;
    }
    this.savedAt = this.now();
  }

  /** The work is done. */
  async clear(): Promise<void> {
    // What cannot be removed is of other work to the next analysis, or of the same.
    await this.slots.clear().catch(() => undefined);
  }
}
