import { UnpatchableTensorError } from './errors';
import type { StoredTensor } from './graph';

/** A model on disk: the `.onnx` file and its external data files, by bare name. */
export interface ModelFiles {
  readonly modelName: string;
  readonly model: Uint8Array;
  readonly external: ReadonlyMap<string, Uint8Array>;
}

/**
 * Write a model with other weights: the same bytes everywhere, but where a tensor of `replacements` lies.
 * Lossless by construction, whatever fields the file has that this project does not know.
 *
 * @param replacements new raw bytes by tensor; as long as the old ones
 * @returns copies of the files that change, the originals of those that do not
 * @throws UnpatchableTensorError when a tensor is not stored as one run of raw bytes, the length differs, or two lie on the same bytes
 */
export function patchModel(files: ModelFiles, replacements: ReadonlyMap<StoredTensor, Uint8Array>): ModelFiles {
  const copies = new Map<string | null, Uint8Array>();
  const copyOf = (file: string | null): Uint8Array => {
    const known = copies.get(file);
    if (known !== undefined) return known;
    const original = file === null ? files.model : files.external.get(file);
    if (original === undefined) throw new UnpatchableTensorError(`The data file "${file ?? ''}" is not there.`);
    const copy = original.slice();
    copies.set(file, copy);
    return copy;
  };
  refuseOverlaps([...replacements.keys()]);
  for (const [tensor, bytes] of replacements) {
    if (tensor.range === null) {
      throw new UnpatchableTensorError(
        'The weight is not stored as raw bytes, so it cannot be replaced in place.',
        `tensor ${tensor.name}`,
      );
    }
    if (bytes.length !== tensor.range.length) {
      throw new UnpatchableTensorError(`${bytes.length} bytes cannot replace ${tensor.range.length}.`, `tensor ${tensor.name}`);
    }
    copyOf(tensor.range.file).set(bytes, tensor.range.offset);
  }
  const external = new Map([...files.external].map(([name, bytes]) => [name, copies.get(name) ?? bytes]));
  return { modelName: files.modelName, model: copies.get(null) ?? files.model, external };
}

/** Tied weights may share their bytes in a file; two different replacements for them cannot both be written. */
function refuseOverlaps(tensors: readonly StoredTensor[]): void {
  const ranges = tensors.flatMap(({ name, range }) => (range === null || range.length === 0 ? [] : [{ name, ...range }]));
  ranges.sort((a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.offset - b.offset);
  ranges.forEach((range, i) => {
    const before = ranges[i - 1];
    if (before?.file === range.file && before.offset + before.length > range.offset) {
      throw new UnpatchableTensorError('Two weights lie on the same bytes.', `tensors ${before.name} and ${range.name}`);
    }
  });
}
