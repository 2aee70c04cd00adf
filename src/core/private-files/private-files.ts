import { BrowserStorageError, FileGoneError } from './errors';

type Content = string | Blob | Uint8Array | readonly Uint8Array[] | ReadableStream<Uint8Array>;

/** Files of the browser's private file system, by a path of folders. A write becomes visible when it is whole. */
export class PrivateFiles {
  /** @param root the folder that all paths begin in */
  constructor(private readonly root: string) {}

  /**
   * Write a file, replacing one that is there only once the new one is whole. What fails leaves nothing new behind.
   * @throws BrowserStorageError
   */
  async write(path: readonly string[], content: Content): Promise<void> {
    const isNew = !(await this.exists(path));
    try {
      const file = await (await this.folderOf(path, true)).getFileHandle(nameOf(path), { create: true });
      const writable = await file.createWritable();
      try {
        for await (const part of partsOf(content)) await writable.write(part);
      } catch (cause) {
        await writable.abort();
        throw cause;
      }
      await writable.close();
    } catch (cause) {
      // A file that was not there yet is empty now: it must not pass for one that was meant to be.
      if (isNew) await this.remove(path).catch(() => undefined);
      throw BrowserStorageError.of(cause, path.join('/'));
    }
  }

  /** The file, read when it is used. @throws FileGoneError */
  async read(path: readonly string[]): Promise<Blob> {
    try {
      return await (await (await this.folderOf(path, false)).getFileHandle(nameOf(path))).getFile();
    } catch (cause) {
      throw new FileGoneError('A file that the browser kept is not there any more.', path.join('/'), { cause });
    }
  }

  async has(path: readonly string[], bytes: number): Promise<boolean> {
    try {
      return (await this.read(path)).size === bytes;
    } catch {
      return false;
    }
  }

  /** Remove a file or a folder with all that is in it; what is not there is fine. */
  async remove(path: readonly string[]): Promise<void> {
    try {
      await (await this.folderOf(path, false)).removeEntry(nameOf(path), { recursive: true });
    } catch (cause) {
      if (!(cause instanceof DOMException && cause.name === 'NotFoundError')) throw BrowserStorageError.of(cause, path.join('/'));
    }
  }

  /** Names in a folder; none when it is not there. */
  async list(path: readonly string[]): Promise<string[]> {
    const names: string[] = [];
    try {
      for await (const name of (await this.folder(path, false)).keys()) names.push(name);
    } catch (cause) {
      if (!(cause instanceof DOMException && cause.name === 'NotFoundError')) throw BrowserStorageError.of(cause, path.join('/'));
    }
    return names;
  }

  private async exists(path: readonly string[]): Promise<boolean> {
    return this.read(path).then(
      () => true,
      () => false,
    );
  }

  private async folder(path: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    let at = await navigator.storage.getDirectory();
    for (const name of [this.root, ...path]) at = await at.getDirectoryHandle(name, { create });
    return at;
  }

  private folderOf(path: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
    return this.folder(path.slice(0, -1), create);
  }
}

const nameOf = (path: readonly string[]): string => path.at(-1) ?? '';

function partsOf(content: Content): Iterable<FileSystemWriteChunkType> | AsyncIterable<FileSystemWriteChunkType> {
  // The types allow views of shared memory, which the file system does not take; ours never are.
  if (content instanceof ReadableStream) return chunksOf(content) as AsyncIterable<FileSystemWriteChunkType>;
  return (Array.isArray(content) ? content : [content]) as readonly FileSystemWriteChunkType[];
}

/** Safari's streams are no iterables. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
