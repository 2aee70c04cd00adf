import type { ByteSource } from '../bytes/byte-source';
import { type Patch, PatchedBytes } from '../bytes/patched-bytes';
import { UnpatchableTensorError } from './errors';
import type { StoredTensor } from './graph';

/** A model on disk: the `.onnx` file and its external data files, by bare name. */
export interface ModelFiles {
  readonly modelName: string;
  readonly model: ByteSource;
  readonly external: ReadonlyMap<string, ByteSource>;
}

/** New raw bytes by tensor, as long as the old ones. They are made each time they are asked for, so that not all are there at once. */
export type Replacements = ReadonlyMap<StoredTensor, () => Uint8Array>;

/**
 * A model with other weights: the same bytes everywhere, but where a tensor of `replacements` lies.
 * Lossless by construction, whatever fields the file has that this project does not know.
 *
 * @returns the files that change as they will be, the originals of those that do not; nothing is read or made yet
 * @throws UnpatchableTensorError when a tensor is not stored as one run of raw bytes, or two lie on the same bytes; and for bytes of
 *   another length, once they are made
 */
export function patchModel(files: ModelFiles, replacements: Replacements): ModelFiles {
  refuseOverlaps([...replacements.keys()]);
  const patches = new Map<string | null, Patch[]>();
  for (const [tensor, make] of replacements) {
    const { name, range } = tensor;
    if (range === null) {
      throw new UnpatchableTensorError('The weight is not stored as raw bytes, so it cannot be replaced in place.', `tensor ${name}`);
    }
    if (range.file !== null && !files.external.has(range.file)) {
      throw new UnpatchableTensorError(`The data file "${range.file}" is not there.`);
    }
    const { file, offset, length } = range;
    patches.set(file, [...(patches.get(file) ?? []), { offset, length, make: () => ofLength(length, make(), name) }]);
  }
  const patched = (file: string | null, original: ByteSource): ByteSource => {
    const own = patches.get(file);
    return own === undefined ? original : new PatchedBytes(original, own);
  };
  const external = new Map([...files.external].map(([name, bytes]) => [name, patched(name, bytes)]));
  return { modelName: files.modelName, model: patched(null, files.model), external };
}

function ofLength(length: number, bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new UnpatchableTensorError(`${bytes.length} bytes cannot replace ${length}.`, `tensor ${name}`);
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
