import { z } from 'zod';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import { PrivateFiles } from '../private-files/private-files';
import { recoverySettings } from '../recover/settings';
import { KeptRecords } from './kept-records';
import { PlaceLocks, RELEASE_MS, type WorkPlace, privateSlots } from './places';

/** What an unfinished recovery is, and how far it is. */
const recoveryRecord = z.object({
  version: z.literal(1),
  /** The analysis that it belongs to, as a hash. */
  run: z.string(),
  /** ISO 8601, UTC. */
  savedAt: z.iso.datetime(),
  /** Steps that are done; the settings say of how many. */
  done: z.int().min(0),
  scoring: scoringSettings,
  mask: maskSettings,
  /** Whether it began with the weight update. */
  update: z.boolean(),
  recovery: recoverySettings,
  device: z.enum(['auto', 'webgpu', 'wasm']),
});
export type RecoveryRecord = z.infer<typeof recoveryRecord>;

/** What is written of a recovery with every checkpoint, so that a new page can offer to go on with it. */
export type RecoveryWork = Omit<RecoveryRecord, 'version' | 'savedAt' | 'done'>;

/**
 * Places for the checkpoints of recoveries in the browser's private file system, each under the key of its work: the same work goes on from
 * there, in a new page too. What is left of other work goes when one begins.
 */
export class KeptRecoveries {
  private readonly files = new PrivateFiles('recoveries');
  private readonly records = new KeptRecords(this.files, recoveryRecord);
  private readonly locks = new PlaceLocks('gaprune-recovery');

  constructor(private readonly releaseMs = RELEASE_MS) {}

  /**
   * Null where another tab is at the same work.
   * @param reached steps that are done, when a checkpoint has been written
   */
  async begin(key: string, work: RecoveryWork, reached: () => number): Promise<WorkPlace | null> {
    const held = await this.locks.first([key], AbortSignal.timeout(this.releaseMs));
    if (held === null) return null;
    for (const other of await this.files.list([])) if (other !== key) await this.locks.ifFree(other, () => this.files.remove([other]));
    const slots = privateSlots(this.files, key);
    return {
      slots: {
        ...slots,
        write: async (slot, parts) => {
          await slots.write(slot, parts);
          const record: RecoveryRecord = { version: 1, savedAt: new Date().toISOString(), done: reached(), ...work };
          await this.records.write(key, record);
        },
      },
      release: held.release,
    };
  }

  /** The latest recovery of an analysis that nobody is at. */
  async latest(run: string): Promise<{ readonly id: string; readonly record: RecoveryRecord } | null> {
    const ids = (await this.records.all()).flatMap(([id, record]) => (record.run === run ? [id] : []));
    const free = await this.locks.first(ids, AbortSignal.timeout(this.releaseMs));
    if (free === null) return null;
    free.release();
    // It may have been finished meanwhile.
    const record = await this.records.read(free.id);
    return record && { id: free.id, record };
  }

  /** Remove what nobody is at. */
  async discard(id: string): Promise<void> {
    const held = await this.locks.first([id], AbortSignal.timeout(this.releaseMs));
    if (held === null) return;
    await this.files.remove([id]).finally(held.release);
  }
}
