import { PrivateFiles } from '../sessions/files';
import type { Slots } from './slots';

const ROOT = 'checkpoints';
const FOLDER = 'analysis';

/** Slots in the browser's private file system, where a write becomes visible once it is whole. */
export function privateSlots(): Slots {
  const files = new PrivateFiles(ROOT);
  return {
    read: async (slot) => {
      const file = await files.read([FOLDER, `${slot}`]).catch(() => null);
      return file === null ? null : new Uint8Array(await file.arrayBuffer());
    },
    write: (slot, parts) => files.write([FOLDER, `${slot}`], parts),
    clear: () => files.remove([FOLDER]),
  };
}
