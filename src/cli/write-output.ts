import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileContent } from '../core/export/export-pruned';
import { PathError } from './files';

/** Where files lie until all of them are whole. The readers of folders pass over names that begin with a dot. */
const STAGING = '.gaprune-partial';

/**
 * Write the files of a result, so that a folder never holds a part of one. All of them are written beside their place, forced to the disk, read
 * back and compared by SHA-256, and only then renamed.
 *
 * @param last the file without which nothing takes the folder for a result: it goes first where there is an older one, and comes last
 * @throws PathError when there is no room, or the folder cannot be written to; what the folder held before is still there then
 */
export async function writeOutput(folder: string, files: ReadonlyMap<string, FileContent>, last: string): Promise<void> {
  const staging = join(folder, STAGING);
  try {
    await rm(staging, { recursive: true, force: true });
    for (const [path, content] of files) await writeWhole(join(staging, path), content);
    await rm(join(folder, last), { force: true });
    for (const path of [...[...files.keys()].filter((name) => name !== last), last]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await rename(join(staging, path), join(folder, path));
    }
  } catch (cause) {
    throw cause instanceof PathError ? cause : outputError(folder, files, cause);
  } finally {
    if (existsSync(staging)) await rm(staging, { recursive: true, force: true });
  }
}

/** Write one file, which is whole under its name or not there. @throws PathError */
export async function writeOne(path: string, content: FileContent): Promise<void> {
  try {
    await writeWhole(`${path}.part`, content);
    await rename(`${path}.part`, path);
  } catch (cause) {
    await rm(`${path}.part`, { force: true });
    throw cause instanceof PathError ? cause : outputError(path, new Map([[path, content]]), cause);
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

const partsOf = (content: FileContent): readonly (string | Uint8Array)[] =>
  typeof content === 'string' || content instanceof Uint8Array ? [content] : content;

function outputError(folder: string, files: ReadonlyMap<string, FileContent>, cause: unknown): PathError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const bytes = [...files.values()].flatMap(partsOf).reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const message = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)
    ? `There is no room for the result, which takes ${(bytes / 1e6).toFixed(1)} MB; the folder holds what it held before.`
    : `The result cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new PathError(message, folder, { cause });
}
