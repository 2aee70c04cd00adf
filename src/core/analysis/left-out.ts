import type { NotFinite } from '../gaprune/statistics';
import type { Step } from './schedule';

/** What is left out; a micro-batch of which no record is to blame alone has the number of its step. */
export interface LeftOutEntry extends NotFinite {
  readonly step: number | null;
}

/**
 * Records that an analysis leaves out, as no finite loss and gradient can be made of them. Batches stay as they were planned, without these
 * records, so that the others count as they do in a set that never had them.
 */
export class LeftOut {
  private readonly entries: LeftOutEntry[] = [];

  constructor(known: readonly LeftOutEntry[] = []) {
    for (const entry of known) this.add(entry);
  }

  /** Counts up with everything that is left out. */
  get size(): number {
    return this.entries.length;
  }

  /** What is known already stays. */
  add(entry: LeftOutEntry): void {
    const isSame = ({ set, step, records }: LeftOutEntry): boolean =>
      set === entry.set && step === entry.step && records.join() === entry.records.join();
    if (!this.entries.some(isSame)) this.entries.push(entry);
  }

  /** What is left of the step of this number. */
  from(step: Step, number: number): Step {
    if (this.entries.length === 0) return step;
    const left = {
      ...step,
      general: this.remaining('general', step.general, number),
      domain: this.remaining('domain', step.domain, number),
    };
    // A pair of which one side is gone counts for nothing but Fisher information.
    const needless = !step.fisher && (left.general === null || left.domain === null);
    return needless ? { ...left, general: null, domain: null } : left;
  }

  all(): readonly LeftOutEntry[] {
    return this.entries;
  }

  /** By set and record. */
  list(): NotFinite[] {
    const first = ({ records }: NotFinite): number => records[0] ?? 0;
    return this.entries
      .map(({ set, records }) => ({ set, records }))
      .sort((a, b) => (a.set === b.set ? first(a) - first(b) : a.set === 'general' ? -1 : 1));
  }

  private remaining(set: NotFinite['set'], records: readonly number[] | null, number: number): readonly number[] | null {
    if (records === null) return null;
    const gone = new Set(
      this.entries.filter((entry) => entry.set === set && (entry.step === null || entry.step === number)).flatMap((entry) => entry.records),
    );
    const left = records.filter((record) => !gone.has(record));
    return left.length === 0 ? null : left;
  }
}
