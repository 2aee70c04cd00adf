import { PrivateFiles } from '../private-files/private-files';
import { PlaceLocks, RELEASE_MS, type WorkPlace, privateSlots } from './places';

/**
 * Places for the checkpoints of recoveries in the browser's private file system, each under the key of its work: the same work goes on from
 * there, in a new page too. What is left of other work goes when one begins.
 */
export class KeptRecoveries {
  private readonly files = new PrivateFiles('recoveries');
  private readonly locks = new PlaceLocks('gaprune-recovery');

  /** Null where another tab is at the same work. */
  async begin(key: string): Promise<WorkPlace | null> {
    const held = await this.locks.first([key], AbortSignal.timeout(RELEASE_MS));
    if (held === null) return null;
    for (const other of await this.files.list([])) if (other !== key) await this.locks.ifFree(other, () => this.files.remove([other]));
    return { slots: privateSlots(this.files, key), release: held.release };
  }
}
