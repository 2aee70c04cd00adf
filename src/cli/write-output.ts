import { createHash } from 'node:crypto';
import { createReadStream, existsSync, realpathSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { piecesOf } from '../core/bytes/byte-source';
import { GapruneError } from '../core/errors';
import { type FileContent, isSource } from '../core/export/export-pruned';
import { PathError } from './path-error';

/** Where files lie until all of them are whole. The readers of folders pass over names that begin with a dot. */
const STAGING = '.gaprune-partial';

/**
 * Write the files of a result, so that a folder never holds a part of one. All of them are written beside their place, forced to the disk, read
 * back and compared by SHA-256, and only then renamed.
 *
 * @param last the file without which nothing takes the folder for a result: it goes first where there is an older one, and comes last
 * @throws PathError when there is no room, or the folder cannot be written to, FileReadError for a source that is gone; what the folder held before is still there then
 */
export async function writeOutput(folder: string, files: ReadonlyMap<string, FileContent>, last: string): Promise<void> {
  const staging = join(folder, STAGING);
  try {
    await rm(staging, { recursive: true, force: true });
    checkInside(folder, files);
    for (const [path, content] of files) await writeWhole(join(staging, path), content);
    await rm(join(folder, last), { force: true });
    for (const path of [...[...files.keys()].filter((name) => name !== last), last]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await rename(join(staging, path), join(folder, path));
    }
  } catch (cause) {
    throw cause instanceof GapruneError ? cause : outputError(folder, files, cause);
  } finally {
    if (existsSync(staging)) await rm(staging, { recursive: true, force: true });
  }
}

/**
 * A folder of the result may be a link, made by whoever: then its files would be written over others elsewhere.
 * @throws PathError
 */
function checkInside(folder: string, files: ReadonlyMap<string, FileContent>): void {
  if (!existsSync(folder)) return;
  const inside = realpathSync(folder);
  for (const path of files.keys()) {
    const target = dirname(join(folder, path));
    if (existsSync(target) && realpathSync(target) !== dirname(join(inside, path)))
      throw new PathError('This folder of the output is a link to another place; choose another output.', target);
  }
}

/** Write one file, which is whole under its name or not there. @throws PathError */
export async function writeOne(path: string, content: FileContent): Promise<void> {
  try {
    await writeWhole(`${path}.part`, content);
    await rename(`${path}.part`, path);
  } catch (cause) {
    await rm(`${path}.part`, { force: true });
    throw cause instanceof GapruneError ? cause : outputError(path, new Map([[path, content]]), cause);
  }
}

async function writeWhole(path: string, content: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const written = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for (const part of partsOf(content)) {
      written.update(part);
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const stored = createHash('sha256');
  for await (const piece of createReadStream(path)) stored.update(piece as Buffer);
  if (stored.digest('hex') !== written.digest('hex'))
    throw new PathError('The file did not come back as it was written: the disk may be damaged.', path);
}

function partsOf(content: FileContent): Iterable<string | Uint8Array> {
  if (typeof content === 'string') return [content];
  return isSource(content) ? piecesOf(content) : content;
}

function bytesOf(content: FileContent): number {
  if (typeof content === 'string') return Buffer.byteLength(content);
  return isSource(content) ? content.length : content.reduce((sum, part) => sum + part.length, 0);
}

function outputError(folder: string, files: ReadonlyMap<string, FileContent>, cause: unknown): PathError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const bytes = [...files.values()].reduce((sum, content) => sum + bytesOf(content), 0);
  const message = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
    ? `There is no room for the result, which takes ${(bytes / 1e6).toFixed(1)} MB; the folder holds what it held before.`
    : `The result cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new PathError(message, folder, { cause });
}
