import { type Stats, existsSync, lstatSync, mkdtempSync, openAsBlob, readdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ByteSource } from '../core/bytes/byte-source';
import { asFolder } from '../core/engine/as-folder';
import { dataPaths, isOtherFormat } from '../core/model/model-folder';
import { FileBytes, roomFor } from './file-bytes';
import { fetchHubModel, isHubModel } from './hub-model';
import { PathError } from './path-error';

export interface GivenModel {
  readonly name: string;
  /** The model's folder on disk. */
  readonly root: string;
  /** Its files by relative path with `/`, but for weights in other formats than ONNX that no ONNX file names as its data. */
  readonly files: ReadonlyMap<string, ByteSource>;
}

/**
 * A model as it is given: its folder, an ONNX file, a zip archive of a folder, or a model of the hub.
 * @throws PathError, InvalidArchiveError, UnsafeNameError, and what {@link fetchHubModel} throws
 */
export async function readModel(path: string, output: { readonly quiet?: boolean; readonly json?: boolean } = {}): Promise<GivenModel> {
  if (isHubModel(path)) {
    const { files, ...model } = await fetchHubModel(path, output);
    return {
      ...model,
      files: new Map(await Promise.all([...files].map(async ([name, content]) => [name, await bytesOf(content)] as const))),
    };
  }
  if (!/\.zip$/i.test(path)) return readFolder(path);
  const { name, entries } = await asFolder([{ name: basename(path), content: await openFile(path) }]);
  return { name, root: path, files: entries };
}

/** A model's folder with everything in it; or one ONNX file with what lies beside it, and above it for a file in `onnx/`. */
export function readFolder(path: string): GivenModel {
  if (!existsSync(path)) throw new PathError('There is no such model folder.', path);
  const isFile = statSync(path).isFile();
  if (!isFile && !statSync(path).isDirectory()) throw new PathError('This is neither a file nor a folder.', path);
  const root = isFile ? rootOf(path) : path;
  const paths = isFile ? filesAround(path, root) : listFiles(root);
  const files = new Map(paths.map((file) => [relative(root, file).split(sep).join('/'), new FileBytes(file)]));
  const named = dataPaths(files);
  return { name: basename(resolve(root)), root, files: new Map([...files].filter(([name]) => !isOtherFormat(name) || named.has(name))) };
}

/** On the hub the ONNX files lie in `onnx/`, and what belongs to them one folder up. */
function rootOf(onnxFile: string): string {
  const beside = dirname(resolve(onnxFile));
  const hasTokenizer = (folder: string): boolean => existsSync(join(folder, 'tokenizer.json'));
  return !hasTokenizer(beside) && hasTokenizer(dirname(beside)) ? dirname(beside) : beside;
}

function filesAround(onnxFile: string, root: string): string[] {
  const chosen = resolve(onnxFile);
  const modules = entriesOf(root).flatMap(({ path, isFolder }) => (isFolder && /^\d+_\w+$/.test(basename(path)) ? [path] : []));
  const folders = new Set([root, ...modules, dirname(chosen)]);
  return [...folders]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      entriesOf(folder)
        .filter(({ path, isFile }) => isFile && (!path.endsWith('.onnx') || path === chosen))
        .map(({ path }) => path),
    );
}

function listFiles(folder: string): string[] {
  return entriesOf(folder).flatMap(({ path, isFile, isFolder }) => (isFolder ? listFiles(path) : isFile ? [path] : []));
}

/** A file, or the files under a folder whose names match, by relative path. @throws PathError */
export function readNamed(path: string, names: RegExp): ReadonlyMap<string, Uint8Array> {
  if (!existsSync(path)) throw new PathError('There is no such file or folder.', path);
  if (statSync(path).isFile()) return new Map([[basename(path), readBytes(path)]]);
  const paths = listFiles(path).filter((file) => names.test(file));
  return new Map(paths.map((file) => [relative(path, file).split(sep).join('/'), readBytes(file)]));
}

/** What a folder holds, by name. Links to files are followed, as the hub's cache is made of them; links to folders are not. */
function entriesOf(folder: string): { readonly path: string; readonly isFile: boolean; readonly isFolder: boolean }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const path = join(folder, entry.name);
      return { path, isFile: statOf(path)?.isFile() === true, isFolder: entry.isDirectory() };
    });
}

/** Null for what is not there: a link that leads nowhere, or in a circle. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

export function readBytes(path: string): Uint8Array {
  if (!existsSync(path) || !statSync(path).isFile()) throw new PathError('There is no such file.', path);
  return new FileBytes(path).subarray();
}

/** One `arrayBuffer()` takes at most 2 GiB, too. */
async function bytesOf(content: Blob): Promise<Uint8Array> {
  const bytes = roomFor(content.size, 'the model');
  let at = 0;
  for await (const piece of content.stream()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

export function readText(path: string): string {
  return new TextDecoder().decode(readBytes(path));
}

/** A file as a Blob whose bytes are read when they are asked for. @throws PathError */
export async function openFile(path: string): Promise<Blob> {
  if (!existsSync(path) || !statSync(path).isFile()) throw new PathError('There is no such file.', path);
  return openAsBlob(path);
}

/**
 * Refuse an output folder before any work: one that cannot be made or written to, or the model's own, whose files would be overwritten.
 * @throws PathError
 */
export function checkOutput(path: string, modelRoot?: string): void {
  if (path === '') throw new PathError('The output has no name.');
  let existing = resolve(path);
  while (!existsSync(existing)) {
    if (isLink(existing)) throw new PathError('The output is a link that leads nowhere.', existing);
    existing = dirname(existing);
  }
  if (!statSync(existing).isDirectory()) throw new PathError('The output must be a folder, and there is a file of this name.', path);
  if (modelRoot !== undefined && realpathSync(existing) === realpathSync(modelRoot) && existing === resolve(path)) {
    throw new PathError('The output would overwrite the model; choose another folder.', path);
  }
  try {
    rmdirSync(mkdtempSync(join(existing, '.gaprune-')));
    // A name that is too long.
    statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw new PathError(`Nothing can be written there: ${cause instanceof Error ? cause.message : String(cause)}.`, path, { cause });
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
