import { DeviceWeights } from '../analysis/weights-on-device';
import type { TextTokenizer } from '../data/tokenizer';
import { GapruneError, throwIfCancelled } from '../errors';
import type { InputDetail } from '../gaprune/methods';
import type { InputMeasurements, InputStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { specializeModel } from '../model/specialize-model';
import { type WeightPatch, maskedPatch, weightOf } from '../model/weight-patch';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { type CalibrationTexts, type InputHooks, sumInputs } from './inputs';
import { productInputs } from './product-inputs';
import { dampedInverseFactor, updateWeight } from './update-weight';

/** The covariances of a model's inputs are too large to keep. */
export class InputsTooLargeError extends GapruneError {
  readonly code = 'INPUTS_TOO_LARGE';
}

/** Share of the work that is running the model; the rest is making factors. */
const RUNNING = 0.6;

/**
 * Measure the inputs of the products of all prunable linear weights over the calibration texts, with the dense model: what Wanda
 * (`norms`) and SparseGPT (`covariances`) go by, and what {@link updatedPatch} takes.
 *
 * @throws CancelledError, SingularInputsError, InputsTooLargeError
 */
export async function measureInputs(
  device: Device,
  { model, tokenizer, texts }: { readonly model: EmbeddingModel; readonly tokenizer: TextTokenizer; readonly texts: CalibrationTexts },
  detail: Exclude<InputDetail, 'none'>,
  { signal, onProgress }: InputHooks = {},
): Promise<InputMeasurements> {
  const chosen = model.parameters.filter(({ prunable, shape }) => prunable && shape.length === 2);
  if (detail === 'covariances') refuseLarge(model, chosen);
  const measured = new Map<string, InputStatistics>();
  const weights = await DeviceWeights.upload(device, model);
  const running = detail === 'norms' ? 1 : RUNNING;
  const hooks = { ...(signal === undefined ? {} : { signal }), onProgress: (share: number) => onProgress?.(share * running) };
  try {
    await sumInputs(
      device,
      { model, tokenizer, weights },
      texts,
      chosen,
      detail,
      async ({ width, parameters }, sum) => {
        await nextTask();
        throwIfCancelled(signal);
        const statistics = statisticsOf(sum, width, detail, parameters[0]?.name ?? '');
        for (const { name } of parameters) measured.set(name, statistics);
        onProgress?.(running + ((1 - running) * measured.size) / Math.max(measured.size, chosen.length));
      },
      hooks,
    );
  } finally {
    weights.free();
  }
  onProgress?.(1);
  return measured;
}

/** Factors are kept, so that every mask and sparsity can use them. */
const MAX_FACTOR_BYTES = 2 * 2 ** 30;

function refuseLarge(model: EmbeddingModel, chosen: readonly Parameter[]): void {
  const inputs = productInputs(specializeModel(model, 1, 8), chosen);
  const bytes = inputs.reduce((sum, { width }) => sum + 8 * width ** 2, 0);
  if (bytes <= MAX_FACTOR_BYTES) return;
  throw new InputsTooLargeError(
    `The covariances of this model's inputs take ${(bytes / 2 ** 30).toFixed(1)} GiB, more than the 2 GiB that are kept. Wanda needs their norms alone.`,
  );
}

function statisticsOf(sum: Float32Array, width: number, detail: InputDetail, place: string): InputStatistics {
  if (detail === 'norms') return { norms: sum.map(Math.sqrt), factor: null };
  const norms = Float32Array.from({ length: width }, (_, i) => Math.sqrt(sum[i * width + i] ?? NaN));
  return { norms, factor: dampedInverseFactor(sum, width, place) };
}

/** A mask with the weight update, from measured covariances: what `compensate` makes in one pass for a single mask. */
export function updatedPatch(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>, inputs: InputMeasurements): WeightPatch {
  const patch = new Map(maskedPatch(model, masks));
  for (const parameter of model.parameters) {
    const update = updateOf(model, parameter, masks, inputs);
    if (update !== null) patch.set(parameter.name, update);
  }
  return patch;
}

function updateOf(
  model: EmbeddingModel,
  parameter: Parameter,
  masks: ReadonlyMap<string, Uint8Array>,
  inputs: InputMeasurements,
): Float32Array | null {
  const [mask, factor] = [masks.get(parameter.name), inputs.get(parameter.name)?.factor ?? null];
  if (mask?.includes(1) !== true || factor === null) return null;
  return updateWeight(weightOf(model, parameter), mask, factor, parameter.shape[1] ?? 0);
}
