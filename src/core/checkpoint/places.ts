import type { PrivateFiles } from '../private-files/private-files';
import type { Slots } from './slots';

/** The place of work that is under way. */
export interface WorkPlace {
  readonly slots: Slots;
  /** Let it go: what is kept there can be gone on with. */
  release(): void;
}

/** Milliseconds that a worker that was ended may take to let go of its place. */
export const RELEASE_MS = 5000;

/** A lock that is held. */
export interface Held {
  readonly id: string;
  readonly release: () => void;
}

/** Locks of the places that some kind of work is kept in: whoever is at a place holds its lock, so that two tabs never share one. */
export class PlaceLocks {
  constructor(private readonly kind: string) {}

  /** The first of these places that is free, now or later. Null without any, or when the signal comes first. */
  async first(ids: readonly string[], signal?: AbortSignal): Promise<Held | null> {
    const enough = new AbortController();
    signal?.addEventListener('abort', () => enough.abort());
    return new Promise((resolve) => {
      let taken = false;
      const take = (id: string) => {
        if (taken) return undefined;
        taken = true;
        enough.abort();
        return new Promise<void>((release) => resolve({ id, release }));
      };
      const requests = ids.map((id) =>
        navigator.locks.request(this.nameOf(id), { signal: enough.signal }, () => take(id)).catch(() => undefined),
      );
      void Promise.all(requests).then(() => resolve(null));
    });
  }

  /** Do something with a place, unless somebody is at it. */
  async ifFree(id: string, work: () => Promise<void>): Promise<void> {
    await navigator.locks.request(this.nameOf(id), { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
  }

  private nameOf(id: string): string {
    return `${this.kind}-${id}`;
  }
}

const SLOTS = ['slot-0', 'slot-1'] as const;

/** Slots in a folder of the browser's private file system. */
export function privateSlots(files: PrivateFiles, id: string): Slots {
  return {
    read: async (slot) => {
      const content = await files.read([id, SLOTS[slot]]).catch(() => null);
      return content === null ? null : new Uint8Array(await content.arrayBuffer());
    },
    write: (slot, parts) => files.write([id, SLOTS[slot]], parts),
    clear: () => files.remove([id]),
  };
}
