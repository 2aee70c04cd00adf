import { PrivateFiles } from '../private-files/private-files';
import { HubStorageError } from './errors';
import type { PartStore } from './part-store';

/** Pieces in the browser's private file system, each a file named by where it begins. They outlast the page. */
export class PrivateParts implements PartStore {
  private readonly files = new PrivateFiles('hub');

  async size(name: string): Promise<number> {
    const sizes = await Promise.all((await this.parts(name)).map(async (part) => (await this.files.read([name, part])).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async append(name: string, bytes: Blob): Promise<void> {
    const start = await this.size(name);
    await this.files.write([name, String(start)], bytes).catch((cause: unknown) => {
      throw new HubStorageError('The browser has no room for this model. Remove downloaded models or sessions.', name, { cause });
    });
  }

  async read(name: string): Promise<Blob> {
    return new Blob(await Promise.all((await this.parts(name)).map((part) => this.files.read([name, part]))));
  }

  remove(name: string): Promise<void> {
    return this.files.remove([name]);
  }

  /** Bytes of everything that is kept. */
  async total(): Promise<number> {
    const sizes = await Promise.all((await this.files.list([])).map((name) => this.size(name)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async removeAll(): Promise<void> {
    for (const name of await this.files.list([])) await this.remove(name);
  }

  private async parts(name: string): Promise<string[]> {
    return (await this.files.list([name])).sort((a, b) => Number(a) - Number(b));
  }
}
