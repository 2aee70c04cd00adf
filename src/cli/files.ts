import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { GapruneError } from '../core/errors';

/** A path on the command line cannot be used. The place is the path as it was given. */
export class PathError extends GapruneError {
  readonly code = 'PATH';
}

/** Every file of a folder, by relative path with `/`; or one ONNX file and what lies beside it. */
export function readFolder(path: string): { readonly name: string; readonly files: ReadonlyMap<string, Uint8Array> } {
  if (!existsSync(path)) throw new PathError('There is no such model folder.', path);
  const isFile = statSync(path).isFile();
  const root = isFile ? dirname(path) : path;
  const paths = listFiles(root).filter((file) => !isFile || !file.endsWith('.onnx') || resolve(file) === resolve(path));
  const files = new Map(paths.map((file) => [relative(root, file).split(sep).join('/'), readBytes(file)]));
  return { name: basename(resolve(root)), files };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : [];
    });
}

export function readBytes(path: string): Uint8Array {
  if (!existsSync(path) || !statSync(path).isFile()) throw new PathError('There is no such file.', path);
  const buffer = readFileSync(path);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

export function readText(path: string): string {
  return new TextDecoder().decode(readBytes(path));
}

/** Write a file of one or more parts, its folders included. */
export async function writeParts(path: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if (typeof content === 'string' || content instanceof Uint8Array) await writeFile(path, content);
  else await writeFile(path, content);
}
