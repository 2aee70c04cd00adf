import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../core/bytes/byte-source';
import { FileReadError } from '../core/bytes/errors';
import { PathError } from './path-error';

/** One read takes at most 2 GiB. */
const MOST = 2 ** 30;

/** A file on disk, of which ranges are read. It has to stay as it was found. */
export class FileBytes implements ByteSource {
  readonly length: number;
  private readonly changed: number;

  constructor(private readonly path: string) {
    const { size, mtimeMs } = statSync(path);
    this.length = size;
    this.changed = mtimeMs;
  }

  subarray(start = 0, end = this.length): Uint8Array {
    const content = roomFor(end - start, this.path);
    let file: number | null = null;
    try {
      file = openSync(this.path, 'r');
      const { size, mtimeMs } = fstatSync(file);
      if (size !== this.length || mtimeMs !== this.changed) throw new FileReadError('The file was changed while it was in use.', this.path);
      let at = 0;
      while (at < content.length) {
        const count = readSync(file, content, at, Math.min(MOST, content.length - at), start + at);
        if (count === 0) throw new FileReadError('The file became shorter while it was read.', this.path);
        at += count;
      }
      return content;
    } catch (cause) {
      if (cause instanceof FileReadError) throw cause;
      throw new FileReadError(`The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, this.path, { cause });
    } finally {
      if (file !== null) closeSync(file);
    }
  }
}

/** @throws PathError */
export function roomFor(size: number, path: string): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new PathError(
      `${(size / 2 ** 30).toFixed(1)} GiB of the file are needed at once, more than this Node can hold in memory.`,
      path,
      {
        cause,
      },
    );
  }
}
