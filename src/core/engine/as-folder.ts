import type { NamedFile } from './types';

/** Files that were given together, as one folder. */
export interface GivenFolder {
  /** The folder's name; for loose files the ONNX file's. */
  readonly name: string;
  /** Files by path inside the folder. */
  readonly entries: ReadonlyMap<string, Uint8Array>;
}

/** Folders of a model that are no model's name. */
const INNER = new Set(['onnx', '1_Pooling']);

/** Read files that were dropped or chosen together; a folder that they all lie in gives the name and is taken off their paths. */
export async function asFolder(files: readonly NamedFile[]): Promise<GivenFolder> {
  const root = commonRoot(files.map(({ name }) => name));
  const entries = await Promise.all(
    files.map(
      async ({ name, content }) =>
        [root === null ? name : name.slice(root.length + 1), new Uint8Array(await content.arrayBuffer())] as const,
    ),
  );
  return { name: root ?? nameOfOnnx(files), entries: new Map(entries) };
}

function commonRoot(paths: readonly string[]): string | null {
  const [root, rest] = paths[0]?.split('/') ?? [];
  if (root === undefined || rest === undefined || INNER.has(root)) return null;
  return paths.every((path) => path.startsWith(`${root}/`)) ? root : null;
}

function nameOfOnnx(files: readonly NamedFile[]): string {
  const onnx = files.find(({ name }) => name.endsWith('.onnx'))?.name ?? 'model.onnx';
  return onnx.slice(onnx.lastIndexOf('/') + 1).replace(/\.onnx$/, '');
}
