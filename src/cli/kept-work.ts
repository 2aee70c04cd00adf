import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateFormat } from '../core/checkpoint/checkpoint-file';
import { Checkpoints } from '../core/checkpoint/checkpoints';
import type { Slots } from '../core/checkpoint/slots';

/** What a command's long work takes, so that it goes on where it was interrupted. */
export interface KeptWork<State> {
  readonly checkpoints: Checkpoints<State>;
  readonly onResumed: () => void;
}

export interface KeepOptions {
  readonly output: string;
  /** Seconds between two checkpoints. */
  readonly checkpointEvery: number;
}

/**
 * Checkpoints in the folder of the result to be.
 * @param work what the user calls it
 * @param key of this work, see {@link Checkpoints}
 */
export function keepWork<State>(
  work: 'analysis' | 'recovery',
  format: StateFormat<State>,
  key: string,
  { output, checkpointEvery }: KeepOptions,
  say: (line: string) => void,
): KeptWork<State> {
  const pace = { ms: 1000 * checkpointEvery, steps: Infinity };
  const onUnkept = (): void => say(`No checkpoint can be written: if the ${work} is interrupted, it begins anew`);
  const checkpoints = new Checkpoints(format, folderSlots(output), key, () => performance.now(), pace, onUnkept);
  return { checkpoints, onResumed: () => say(`Going on from the checkpoint of an interrupted ${work}`) };
}

function folderSlots(result: string): Slots {
  const folder = join(result, '.gaprune-checkpoint');
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
