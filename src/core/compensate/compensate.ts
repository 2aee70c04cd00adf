import { DeviceWeights } from '../analysis/weights-on-device';
import type { TextTokenizer } from '../data/tokenizer';
import { throwIfCancelled } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, maskedPatch, weightOf } from '../model/weight-patch';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { type CalibrationTexts, type InputHooks, sumInputs } from './inputs';
import { dampedInverseFactor, updateWeight } from './update-weight';

export interface CompensateInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly texts: CalibrationTexts;
  /** By PyTorch name, in PyTorch layout, 1 = pruned. */
  readonly masks: ReadonlyMap<string, Uint8Array>;
}

/**
 * Prune with any mask, and let the weights that stay make up for those that go, so that the outputs of each product change least on the
 * calibration texts. One forward pass over the texts, with the dense model; no training. Masked weights that no product `x·Wᵀ` uses are
 * only masked.
 *
 * @throws CancelledError, SingularInputsError
 */
export async function compensate(
  device: Device,
  { model, tokenizer, texts, masks }: CompensateInput,
  hooks: InputHooks = {},
): Promise<WeightPatch> {
  const patch = new Map(maskedPatch(model, masks));
  const chosen = model.parameters.filter(({ name }) => masks.get(name)?.includes(1) === true);
  const weights = await DeviceWeights.upload(device, model);
  try {
    await sumInputs(
      device,
      { model, tokenizer, weights },
      texts,
      chosen,
      'covariances',
      async ({ width, parameters }, gram) => {
        await nextTask();
        throwIfCancelled(hooks.signal);
        const factor = dampedInverseFactor(gram, width, parameters[0]?.name ?? '');
        for (const parameter of parameters) {
          const mask = masks.get(parameter.name);
          if (mask !== undefined) patch.set(parameter.name, updateWeight(weightOf(model, parameter), mask, factor, width));
        }
      },
      hooks,
    );
  } finally {
    weights.free();
  }
  return patch;
}
