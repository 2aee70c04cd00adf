import { type WeightPatch, toFileLayout } from '../model/weight-patch';
import { encodeWeight, maskedBytes, readWeight, toPyTorchLayout } from '../model/weight-values';
import { wholeTensors } from '../model/tensor-slice';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import type { StoredTensor } from '../onnx/graph';
import { patchModel } from '../onnx/patch';
import { ExportVerificationError } from './errors';

/** A model folder with pruned weights, written and read back. */
export interface PrunedFiles {
  /** The folder's files by relative path: as given, but for the pruned ones. Other ONNX files are left out. */
  readonly folder: ReadonlyMap<string, Uint8Array>;
  readonly model: EmbeddingModel;
  /** Zeros counted in the file: over all weights, and at the places the masks name. Every other weight is as it was. */
  readonly zerosInModel: number;
  readonly zerosInMasked: number;
}

/**
 * Write the pruned model in the input's own precision and layout, everything else byte for byte, then read it back and count.
 *
 * @param masks by PyTorch name, in PyTorch layout, 1 = pruned
 * @param patch other values than the file's, zeros under the masks included; a file in half precision rounds them
 * @throws UnpatchableTensorError, ExportVerificationError when a weight of the file is not what it should be
 */
export function writePruned(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>, patch: WeightPatch = new Map()): PrunedFiles {
  const replacements = new Map<StoredTensor, Uint8Array>();
  for (const parameter of model.parameters) {
    const mask = masks.get(parameter.name);
    const tensor = model.tensors.get(parameter.initializer);
    const values = patch.get(parameter.name);
    if (tensor === undefined) continue;
    if (values !== undefined) replacements.set(tensor, encodeWeight(tensor, toFileLayout(parameter, values)));
    else if (mask !== undefined) replacements.set(tensor, maskedBytes(parameter, tensor, mask));
  }
  const patched = patchModel(model.files, wholeTensors(replacements));
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
 * a mask.
 * @throws ExportVerificationError naming the weight and the element
 */
export function countZeros(
  original: EmbeddingModel,
  written: EmbeddingModel,
  masks: ReadonlyMap<string, Uint8Array>,
  patch: WeightPatch = new Map(),
): { zerosInModel: number; zerosInMasked: number } {
  let zerosInModel = 0;
  let zerosInMasked = 0;
  for (const parameter of original.parameters) {
    const { name, initializer } = parameter;
    const [before, after] = [original.tensors.get(initializer), written.tensors.get(initializer)];
    if (before === undefined || after === undefined)
      throw new ExportVerificationError('A weight is missing from the file.', `weight ${name}`);
    const values = toPyTorchLayout(parameter, readWeight(after));
    zerosInModel += values.reduce((count, x) => count + Number(x === 0), 0);
    const mask = masks.get(name);
    const replaced = patch.get(name);
    const rounded = replaced === undefined ? before : { ...before, bytes: encodeWeight(before, toFileLayout(parameter, replaced)) };
    const originals = toPyTorchLayout(parameter, readWeight(rounded));
    values.forEach((value, i) => {
      const pruned = mask?.[i] === 1;
      const expected = pruned ? 0 : (originals[i] ?? NaN);
      if (!Object.is(value, expected))
        throw new ExportVerificationError(`The file holds ${value} where ${expected} was written.`, `weight ${name}, element ${i}`);
      if (pruned) zerosInMasked++;
    });
  }
  return { zerosInModel, zerosInMasked };
}
