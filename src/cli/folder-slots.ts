import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slots } from '../core/checkpoint/slots';

/** Slots in the folder of the run to be. */
export function folderSlots(run: string): Slots {
  const folder = join(run, '.gaprune-checkpoint');
  const path = (slot: 0 | 1): string => join(folder, `${slot}`);
  return {
    read: (slot) => Promise.resolve(existsSync(path(slot)) ? new Uint8Array(readFileSync(path(slot))) : null),
    write: async (slot, parts) => {
      await mkdir(folder, { recursive: true });
      const file = await open(path(slot), 'w');
      try {
        for (const part of parts) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
