import type { ByteSource } from '../bytes/byte-source';
import type { ModelFiles } from '../onnx/patch';
import { dataNamesIn } from '../onnx/data-names';
import { ModelFileError } from './errors';

/** The files of a model by relative path, with the ONNX file and its data found. */
export interface ModelFolder {
  readonly entries: ReadonlyMap<string, ByteSource>;
  readonly onnxPath: string;
  readonly files: ModelFiles;
  /** The content of the file whose path ends so, the shallowest first; null when there is none. */
  find(path: string): Uint8Array | null;
}

/** Taken in this order when a folder has several ONNX files. Quantised ones are not models that can be pruned. */
const PREFERRED = ['model.onnx', 'model_fp32.onnx', 'model_fp16.onnx'];
export const QUANTISED = /(quantized|int8|uint8|q4|q8|bnb4|quint8|qint8)/;

/** Weights in other formats. They are not read, and a pruned model's folder must not hold the weights it was made from. What an ONNX file names as its data is no other format, see {@link dataPaths}. */
const OTHER_FORMAT = /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|ot|gguf)$/i;
/** Modules of sentence-transformers after the first: their weights are not in the ONNX file. */
const LATER_MODULE = /(^|\/)[1-9]\d*_\w+\/[^/]+$/;
export const isOtherFormat = (path: string): boolean => OTHER_FORMAT.test(path) && !LATER_MODULE.test(path);

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => path.slice(0, path.length - baseName(path).length);

/** Paths of the files that the ONNX files among these name as their data, there or not. They belong to a model whatever they are called. */
export function dataPaths(entries: Iterable<readonly [path: string, content: ByteSource]>): ReadonlySet<string> {
  const onnx = [...entries].filter(([path]) => /\.onnx$/i.test(path));
  return new Set(onnx.flatMap(([path, content]) => [...dataNamesIn(content)].map((name) => folderOf(path) + name)));
}
const depth = (path: string): number => path.split('/').length;

/** @throws ModelFileError when there is no ONNX file to work on */
export function openFolder(given: ReadonlyMap<string, ByteSource>): ModelFolder {
  const onnxPath = chooseOnnx([...given.keys()].filter((path) => !isOtherFormat(path)));
  const model = given.get(onnxPath);
  if (model === undefined) throw new ModelFileError('The ONNX file cannot be read.', onnxPath);
  const named = dataPaths([[onnxPath, model]]);
  const entries = new Map([...given].filter(([path]) => !isOtherFormat(path) || named.has(path)));
  const directory = folderOf(onnxPath);
  const beside = [...entries].filter(([path]) => path !== onnxPath && path === directory + baseName(path));
  return {
    entries,
    onnxPath,
    files: { modelName: baseName(onnxPath), model, external: new Map(beside.map(([path, bytes]) => [baseName(path), bytes])) },
    find(path) {
      const matches = [...entries.keys()].filter((entry) => entry === path || entry.endsWith(`/${path}`));
      const best = matches.sort((a, b) => depth(a) - depth(b))[0];
      return best === undefined ? null : (entries.get(best)?.subarray() ?? null);
    },
  };
}

function chooseOnnx(paths: readonly string[]): string {
  const all = paths.filter((path) => path.toLowerCase().endsWith('.onnx')).sort((a, b) => depth(a) - depth(b));
  const usable = all.filter((path) => !QUANTISED.test(baseName(path)));
  const preferred = PREFERRED.map((name) => usable.find((path) => baseName(path) === name)).find((path) => path !== undefined);
  const chosen = preferred ?? (usable.length === 1 ? usable[0] : undefined);
  if (chosen !== undefined) return chosen;
  if (usable.length > 1) throw new ModelFileError(`There are several ONNX files; give one of them by its path: ${usable.join(', ')}.`);
  if (all.length > 0) throw new ModelFileError('Quantised models cannot be pruned. Give the float32 or float16 ONNX file.', all.join(', '));
  throw new ModelFileError('There is no .onnx file among the files given.', paths.slice(0, 5).join(', ') || 'no files at all');
}
