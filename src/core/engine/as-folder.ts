import { BlobBytes } from '../bytes/blob-bytes';
import type { ByteSource } from '../bytes/byte-source';
import { readZip } from '../archive/read-zip';
import { dataPaths, isOtherFormat } from '../model/model-folder';
import type { NamedFile } from './types';

/** Files that were given together, as one folder. */
export interface GivenFolder {
  /** The folder's name; the archive's or the ONNX file's where there is none. */
  readonly name: string;
  /** Files by path inside the folder. */
  readonly entries: ReadonlyMap<string, ByteSource>;
}

/** Folders of a model that are no model's name: `onnx`, `1_Pooling`, `2_Dense`. */
const INNER = /^(onnx|\d+_\w+)$/;
/** What file managers leave in archives and folders. */
const LITTER = /(^|\/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini)(\/|$)/;
/** A model of up to so many bytes is read once: scoring asks for its weights again and again, and each reading has to ask the browser. */
const KEPT_BYTES = 2 ** 27;
const isZip = ({ name }: NamedFile): boolean => /\.zip$/i.test(name);

/**
 * Read files that were dropped or chosen together, in any order, zip archives unpacked. Folders that all of them lie in give the name
 * and are taken off their paths. Weights in other formats are not read, unless an ONNX file names them as its data.
 *
 * @throws InvalidArchiveError, UnsafeNameError
 */
export async function asFolder(given: readonly NamedFile[]): Promise<GivenFolder> {
  const files = await unpacked(given);
  const root = commonRoot(files.map(({ name }) => name));
  const isSmall = files.reduce((sum, { content }) => sum + content.size, 0) <= KEPT_BYTES;
  const read = (chosen: readonly NamedFile[]) =>
    Promise.all(chosen.map(async ({ name, content }) => [name.slice(root.length), await sourceOf(name, content, isSmall)] as const));
  const entries = await read(files.filter(({ name }) => !isOtherFormat(name)));
  const named = dataPaths(entries);
  const data = await read(files.filter(({ name }) => isOtherFormat(name) && named.has(name.slice(root.length))));
  const folder = root.split('/').at(-2);
  return {
    name: folder ?? nameOfFile(given.find(isZip)?.name ?? files.find(({ name }) => name.endsWith('.onnx'))?.name),
    entries: new Map([...entries, ...data]),
  };
}

/** Files with the zip archives among them unpacked, and without litter. @throws InvalidArchiveError, UnsafeNameError */
export async function unpacked(given: readonly NamedFile[]): Promise<NamedFile[]> {
  const files = await Promise.all(given.map(async (file) => (isZip(file) ? readZip(file.content) : [file])));
  return files.flat().filter(({ name }) => !LITTER.test(name));
}

/** Of a large model no file is read as a whole, where there is a way to read parts: in the workers of browsers. */
async function sourceOf(name: string, content: Blob, isSmall: boolean): Promise<ByteSource> {
  const canWait = 'FileReaderSync' in globalThis;
  return canWait && !isSmall ? new BlobBytes(content, name) : new Uint8Array(await content.arrayBuffer());
}

/** The folders that all paths begin with, each with its `/`; `onnx/` and the like are part of a model. */
function commonRoot(paths: readonly string[]): string {
  let root = '';
  for (;;) {
    const [next, rest] = paths[0]?.slice(root.length).split('/') ?? [];
    const deeper = `${root}${next ?? ''}/`;
    if (next === undefined || rest === undefined || INNER.test(next) || !paths.every((path) => path.startsWith(deeper))) return root;
    root = deeper;
  }
}

function nameOfFile(path = 'model.onnx'): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(onnx|zip)$/i, '');
}
