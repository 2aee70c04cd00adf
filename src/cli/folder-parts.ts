import { existsSync, openAsBlob, statSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HubStorageError } from '../core/hub/errors';
import type { PartStore } from '../core/hub/part-store';

/** Pieces in a folder, one file for each name, which grows. */
export class FolderParts implements PartStore {
  constructor(private readonly folder: string) {}

  size(name: string): Promise<number> {
    const path = this.path(name);
    return Promise.resolve(existsSync(path) ? statSync(path).size : 0);
  }

  /** @throws HubStorageError */
  async append(name: string, bytes: Blob): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      const file = await open(this.path(name), 'a');
      try {
        await file.appendFile(new Uint8Array(await bytes.arrayBuffer()));
      } finally {
        await file.close();
      }
    } catch (cause) {
      throw new HubStorageError('The cache folder cannot be written to, or has no room. GAPRUNE_CACHE names another.', this.folder, {
        cause,
      });
    }
  }

  async read(name: string): Promise<Blob> {
    const path = this.path(name);
    return existsSync(path) ? openAsBlob(path) : new Blob();
  }

  remove(name: string): Promise<void> {
    return rm(this.path(name), { force: true });
  }

  private path(name: string): string {
    return join(this.folder, name);
  }
}
