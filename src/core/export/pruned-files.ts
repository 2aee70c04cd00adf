import { readWeight, maskedBytes } from '../model/weight-values';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import type { StoredTensor } from '../onnx/graph';
import { patchModel } from '../onnx/patch';
import { ExportVerificationError } from './errors';

/** A model folder with pruned weights, written and read back. */
export interface PrunedFiles {
  /** The folder's files by relative path: as given, but for the pruned ones. Other ONNX files are left out. */
  readonly folder: ReadonlyMap<string, Uint8Array>;
  readonly model: EmbeddingModel;
  /** Zeros counted in the file: over all weights, and over those that have a mask. */
  readonly zerosInModel: number;
  readonly zerosInMasked: number;
}

/**
 * Write the pruned model in the input's own precision and layout, everything else byte for byte, then read it back and count.
 *
 * @param masks by PyTorch name, in PyTorch layout, 1 = pruned
 * @throws UnpatchableTensorError, ExportVerificationError when a pruned weight of the file is not zero
 */
export function writePruned(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>): PrunedFiles {
  const replacements = new Map<StoredTensor, Uint8Array>();
  for (const parameter of model.parameters) {
    const mask = masks.get(parameter.name);
    const tensor = model.tensors.get(parameter.initializer);
    if (mask !== undefined && tensor !== undefined) replacements.set(tensor, maskedBytes(parameter, tensor, mask));
  }
  const patched = patchModel(model.files, replacements);
  const directory = model.onnxPath.slice(0, model.onnxPath.length - patched.modelName.length);
  const folder = new Map([...model.folder].filter(([path]) => !path.toLowerCase().endsWith('.onnx') || path === model.onnxPath));
  folder.set(model.onnxPath, patched.model);
  for (const [name, bytes] of patched.external) folder.set(directory + name, bytes);
  const written = openEmbeddingModel(model.name, folder);
  return { folder, model: written, ...countZeros(written, masks) };
}

function countZeros(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>): { zerosInModel: number; zerosInMasked: number } {
  let zerosInModel = 0;
  let zerosInMasked = 0;
  for (const { name, initializer } of model.parameters) {
    const tensor = model.tensors.get(initializer);
    if (tensor === undefined) continue;
    const zeros = readWeight(tensor).reduce((count, x) => count + Number(x === 0), 0);
    const planned = masks.get(name)?.reduce((count, bit) => count + bit, 0);
    zerosInModel += zeros;
    if (planned === undefined) continue;
    zerosInMasked += zeros;
    if (zeros < planned) throw new ExportVerificationError(`The file has ${zeros} zeros where ${planned} were pruned.`, `weight ${name}`);
  }
  return { zerosInModel, zerosInMasked };
}
