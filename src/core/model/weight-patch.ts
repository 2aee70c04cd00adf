import { transpose } from '../tensor';
import type { EmbeddingModel } from './embedding-model';
import type { Masks } from './masks';
import type { Parameter } from './parameter';
import { readWeight, toPyTorchLayout } from './weight-values';

/** Weights that take the place of a model's own: float32, by PyTorch name, in PyTorch layout. The others stay as they are. */
export type WeightPatch = ReadonlyMap<string, Float32Array>;

/** The values of a weight as the model has them, in PyTorch layout. */
export function weightOf(model: EmbeddingModel, parameter: Parameter): Float32Array {
  const tensor = model.tensors.get(parameter.initializer);
  return tensor === undefined ? new Float32Array() : toPyTorchLayout(parameter, readWeight(tensor));
}

/** A pruned model: every weight that has a mask, with zeros where the mask has a 1. */
export function maskedPatch(model: EmbeddingModel, masks: Masks): WeightPatch {
  const patch = new Map<string, Float32Array>();
  for (const parameter of model.parameters) {
    const mask = masks.get(parameter.name);
    if (mask === undefined) continue;
    const values = weightOf(model, parameter).slice();
    mask.forEach((bit, i) => {
      if (bit === 1) values[i] = 0;
    });
    patch.set(parameter.name, values);
  }
  return patch;
}

/** Values in PyTorch layout, in the layout of the file. */
export function toFileLayout({ transposed, shape }: Parameter, values: Float32Array): Float32Array {
  const [rows, columns] = shape;
  return transposed && rows !== undefined && columns !== undefined ? transpose(values, rows, columns) : values;
}

/** A patch as a device takes it: in the file's layout, by initializer. */
export function byInitializer(model: EmbeddingModel, patch: WeightPatch): Map<string, Float32Array> {
  return new Map(
    model.parameters.flatMap((parameter) => {
      const values = patch.get(parameter.name);
      return values === undefined ? [] : [[parameter.initializer, toFileLayout(parameter, values)] as const];
    }),
  );
}
