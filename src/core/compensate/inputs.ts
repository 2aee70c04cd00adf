import { ProgramCache } from '../analysis/program-cache';
import type { DeviceWeights } from '../analysis/weights-on-device';
import { makeTextBatch } from '../data/batches';
import { NO_PROMPTS, type Prompts, promptedTexts } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import { throwIfCancelled } from '../errors';
import { evaluationBuckets } from '../evaluate/embedder';
import type { InputDetail } from '../gaprune/methods';
import { accumulate } from '../kernels/accumulate';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { specializeModel } from '../model/specialize-model';
import { nextTask } from '../next-task';
import type { Device, DeviceBuffer } from '../runtime/device';
import { InputProgram } from './input-program';
import { type ProductInput, productInputs } from './product-inputs';

const ROWS = 16;
/** Sums on the device at once; models with more are run again for the rest. */
const MAX_BYTES = 512 * 2 ** 20;

export interface CalibrationTexts {
  readonly general: TripletSet;
  readonly domain: TripletSet;
  /** At most this many records of each set, as in the analysis. */
  readonly maxSamples: number;
  readonly maxLength: number;
  /** What goes before queries and documents. */
  readonly prompts?: Prompts;
}

export interface InputHooks {
  readonly signal?: AbortSignal;
  /** Share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Sum XᵀX, or its diagonal alone, of every product's inputs X over the calibration texts, and hand the sums on one after another. Each set's tokens
 * together count one half, so that both sets count alike: the sums are means over tokens.
 *
 * @param use is told the sum, in × in or in, and the weights it belongs to
 * @throws CancelledError between two batches
 */
export async function sumInputs(
  device: Device,
  { model, tokenizer, weights }: { readonly model: EmbeddingModel; readonly tokenizer: TextTokenizer; readonly weights: DeviceWeights },
  texts: CalibrationTexts,
  chosen: readonly Parameter[],
  detail: Exclude<InputDetail, 'none'>,
  use: (input: ProductInput, sum: Float32Array) => Promise<void> | void,
  { signal, onProgress }: InputHooks = {},
): Promise<void> {
  const batches = [texts.general, texts.domain].flatMap((set) => batchesOf(set, texts, tokenizer));
  const buckets = evaluationBuckets(texts.maxLength);
  const passes = passesOf(productInputs(specializeModel(model, 1, buckets[0] ?? 8), chosen), detail);
  let done = 0;
  for (const pass of passes) {
    const parameters = pass.flatMap((input) => input.parameters);
    const totals = new Map<string, DeviceBuffer>();
    const programs = new ProgramCache((rows, length) => InputProgram.create(device, model, parameters, detail, rows, length));
    try {
      for (const input of pass) totals.set(keyOf(input), await device.allocate(sizeOfSum(input, detail)));
      for (const { tokens, weight } of batches) {
        await nextTask();
        throwIfCancelled(signal);
        const batch = makeTextBatch(tokens, tokenizer.padToken, buckets);
        const { outputs, names } = await (await programs.get(batch.rows, batch.length)).run(batch, weights, weight);
        for (const [key, total] of totals) {
          const name = names.get(key);
          if (name !== undefined) device.dispatch(accumulate, { gradient: outputs.buffer(name), total }, { size: total.size });
        }
        outputs.release();
        done += 1;
        onProgress?.(done / (passes.length * batches.length));
      }
      for (const input of pass) {
        const total = totals.get(keyOf(input));
        if (total !== undefined) await use(input, await device.read(total));
      }
    } finally {
      for (const total of totals.values()) device.free(total);
      await programs.release();
    }
  }
}

const sizeOfSum = ({ width }: ProductInput, detail: InputDetail): number => (detail === 'norms' ? width : width ** 2);
const keyOf = ({ parameters }: ProductInput): string => parameters[0]?.initializer ?? '';

interface WeightedBatch {
  readonly tokens: readonly Int32Array[];
  readonly weight: number;
}

/** Distinct texts by length, in batches. */
function batchesOf(
  { triplets }: TripletSet,
  { maxSamples, maxLength, prompts = NO_PROMPTS }: CalibrationTexts,
  tokenizer: TextTokenizer,
): WeightedBatch[] {
  const texts = new Set(triplets.slice(0, maxSamples).flatMap((record) => promptedTexts(record, prompts)));
  const tokens = [...texts].map((text) => tokenizer.encode(text, maxLength)).sort((a, b) => a.length - b.length);
  const count = tokens.reduce((sum, ids) => sum + ids.length, 0);
  const weight = Math.sqrt(0.5 / Math.max(1, count));
  return Array.from({ length: Math.ceil(tokens.length / ROWS) }, (_, i) => ({ tokens: tokens.slice(i * ROWS, (i + 1) * ROWS), weight }));
}

function passesOf(inputs: readonly ProductInput[], detail: InputDetail): ProductInput[][] {
  const passes: ProductInput[][] = [];
  let bytes = Infinity;
  for (const input of inputs) {
    const size = 4 * sizeOfSum(input, detail);
    if (bytes + size > MAX_BYTES) {
      passes.push([]);
      bytes = 0;
    }
    passes.at(-1)?.push(input);
    bytes += size;
  }
  return passes;
}
