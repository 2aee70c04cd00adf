import type { ByteSource } from '../bytes/byte-source';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { type Masks, NO_MASKS } from '../model/masks';
import type { Parameter } from '../model/parameter';
import { wholeTensors } from '../model/tensor-slice';
import { type WeightPatch, toFileLayout } from '../model/weight-patch';
import { encodeWeight, maskedBytes, weightParts } from '../model/weight-values';
import type { StoredTensor } from '../onnx/graph';
import { type ModelFiles, patchModel } from '../onnx/patch';
import { ExportVerificationError } from './errors';

/** A model folder with pruned weights, read back. */
export interface PrunedFiles {
  /** The folder's files by relative path: as given, but for the pruned ones. Other ONNX files are left out. */
  readonly folder: ReadonlyMap<string, ByteSource>;
  readonly model: EmbeddingModel;
  /** Zeros counted in the file: over all weights, and at the places the masks name. Every other weight is as it was. */
  readonly zerosInModel: number;
  readonly zerosInMasked: number;
}

/**
 * The pruned model's files in the input's own precision and layout, everything else byte for byte. Nothing is in memory: the weights are pruned
 * when their bytes are read.
 *
 * @param patch other values than the file's, zeros under the masks included; a file in half precision rounds them
 * @throws UnpatchableTensorError
 */
export function prunedModelFiles(model: EmbeddingModel, masks: Masks, patch: WeightPatch = new Map()): ModelFiles {
  const replacements = new Map<StoredTensor, () => Uint8Array>();
  for (const parameter of model.parameters) {
    const { name, initializer } = parameter;
    const tensor = model.tensors.get(initializer);
    const values = patch.get(name);
    if (tensor === undefined) continue;
    if (values !== undefined) replacements.set(tensor, () => encodeWeight(tensor, toFileLayout(parameter, values)));
    else if (masks.has(name)) {
      replacements.set(tensor, () => maskedBytes(parameter, tensor, masks.get(name) ?? new Uint8Array()));
    }
  }
  return patchModel(model.files, wholeTensors(replacements));
}

/**
 * Make the folder of the pruned model, read it back and count.
 * @throws UnpatchableTensorError, ExportVerificationError when a weight of the file is not what it should be
 */
export function writePruned(model: EmbeddingModel, masks: Masks, patch: WeightPatch = new Map()): PrunedFiles {
  const patched = prunedModelFiles(model, masks, patch);
  const directory = model.onnxPath.slice(0, model.onnxPath.length - patched.modelName.length);
  const folder = new Map([...model.folder].filter(([path]) => !ofOtherModel(model, path)));
  folder.set(model.onnxPath, patched.model);
  for (const [name, bytes] of patched.external) if (folder.has(directory + name)) folder.set(directory + name, bytes);
  const written = openEmbeddingModel(model.name, folder);
  return { folder, model: written, ...countZeros(model, written, masks, patch) };
}

/** Whether a file is another ONNX model of the folder, or its external data (`model_q4.onnx_data`). */
function ofOtherModel({ folder, onnxPath, files }: EmbeddingModel, path: string): boolean {
  const isOurs = path === onnxPath || files.external.has(path.slice(path.lastIndexOf('/') + 1));
  return !isOurs && [...folder.keys()].some((other) => other !== onnxPath && /\.onnx$/i.test(other) && path.startsWith(other));
}

/**
 * Count the zeros of a written model, comparing every weight with what it should be: the original's value or the patch's, or zero under
 * a mask. One weight after another, and a part of it at a time.
 * @throws ExportVerificationError naming the weight and the element
 */
export function countZeros(
  original: EmbeddingModel,
  written: EmbeddingModel,
  masks: Masks = NO_MASKS,
  patch: WeightPatch = new Map(),
): { zerosInModel: number; zerosInMasked: number } {
  let zerosInModel = 0;
  let zerosInMasked = 0;
  for (const parameter of original.parameters) {
    const { name, initializer } = parameter;
    const [before, after] = [original.tensors.get(initializer), written.tensors.get(initializer)];
    if (before === undefined || after === undefined)
      throw new ExportVerificationError('A weight is missing from the file.', `weight ${name}`);
    const replaced = patch.get(name);
    const rounded = replaced === undefined ? before : { ...before, bytes: encodeWeight(before, toFileLayout(parameter, replaced)) };
    const mask = masks.get(name);
    const element = elementOf(parameter);
    const originals = weightParts(rounded);
    let at = 0;
    for (const values of weightParts(after)) {
      const expected = originals.next().value ?? new Float32Array();
      for (let i = 0; i < values.length; i++) {
        const value = values[i] ?? NaN;
        const pruned = mask !== undefined && mask[element(at + i)] === 1;
        const wanted = pruned ? 0 : (expected[i] ?? NaN);
        if (!Object.is(value, wanted)) {
          const place = `weight ${name}, element ${element(at + i)}`;
          throw new ExportVerificationError(`The file holds ${value} where ${wanted} was written.`, place);
        }
        if (value === 0) zerosInModel++;
        if (pruned) zerosInMasked++;
      }
      at += values.length;
    }
  }
  return { zerosInModel, zerosInMasked };
}

/** Where a value of the file is in PyTorch's layout. */
function elementOf({ transposed, shape: [rows = 1, columns = 1] }: Parameter): (at: number) => number {
  return transposed ? (at) => (at % rows) * columns + Math.floor(at / rows) : (at) => at;
}
