import { InvalidSettingsError } from '../analysis/errors';
import { GradientProgram, shapesOf } from '../analysis/gradient-program';
import { ProgramCache } from '../analysis/program-cache';
import { DeviceWeights } from '../analysis/weights-on-device';
import type { Checkpoints } from '../checkpoint/checkpoints';
import { lengthBuckets, makeBatches, tokeniseTriplet } from '../data/batches';
import { type Prompts, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { Triplet, TripletSet } from '../data/triplet';
import { throwIfCancelled } from '../errors';
import { Embedder } from '../evaluate/embedder';
import { type HeldOutSet, heldOutFromTriplets } from '../evaluate/held-out';
import type { EmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, byInitializer } from '../model/weight-patch';
import { toPyTorchLayout } from '../model/weight-values';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { COMPOSITIONS } from './compositions';
import { Optimizer, trainedParameters } from './optimizer';
import type { RecoverySettings } from './settings';
import { type Split, splitRecords } from './split';
import type { Check, RecoveryState } from './state';
import { Teacher } from './teacher';
import { type Validation, validate } from './validate';

export interface RecoverInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly general: TripletSet;
  readonly domain: TripletSet;
  /** Texts are cut at this many tokens. */
  readonly maxLength: number;
  /** What goes before queries and documents. */
  readonly prompts: Prompts;
  /** Scale of the cosine in the loss. */
  readonly scale: number;
  /** By PyTorch name, in PyTorch layout, 1 = held at zero. */
  readonly masks: ReadonlyMap<string, Uint8Array>;
  /** The pruned weights to start from, zeros included. */
  readonly start: WeightPatch;
  readonly settings: RecoverySettings;
}

export type RecoveryProgress =
  { readonly kind: 'step'; readonly step: number; readonly loss: number } | ({ readonly kind: 'check' } & Check);

export interface RecoverHooks {
  /** Ends the work with a CancelledError. */
  readonly signal?: AbortSignal;
  /** Ends the training early; the best weights so far are the result. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (progress: RecoveryProgress) => void;
  /** Where its state is kept, to go on from in another process. */
  readonly checkpoints?: Checkpoints<RecoveryState> | null;
  /** Told what there was of it, when it goes on from a checkpoint. */
  readonly onResumed?: (earlier: RecoveryState) => void;
}

export interface Recovery {
  /** The best weights, by validation loss: the start's and every trained one. Zeros under the masks. */
  readonly patch: WeightPatch;
  /** Step of the best weights; 0 when training made nothing better. */
  readonly bestStep: number;
  readonly checks: readonly Check[];
  /** One loss per step; which steps are domain batches is told by `isDomainStep`. */
  readonly losses: readonly number[];
}

/**
 * Fine-tune what stays of a pruned model with the mask held: AdamW on the loss of the analysis (section 3), on batches of
 * both sets. Records of a validation split are never trained on; the weights that do best on them are kept.
 * A step whose loss or gradient is not finite stops the training. With checkpoints, one that was interrupted goes on from the last, bit for bit.
 *
 * @throws InvalidSettingsError when a set has too few records, CancelledError, RuntimeError
 */
export async function recover(device: Device, input: RecoverInput, hooks: RecoverHooks = {}): Promise<Recovery> {
  const splits = { domain: splitOf(input.domain, input.settings), general: splitOf(input.general, input.settings) };
  const kept = (role: 'general' | 'domain'): HeldOutSet =>
    heldOutFromTriplets({ fileName: input[role].fileName, triplets: splits[role].validation });
  const validation = { domain: kept('domain'), general: kept('general') };
  const trained = trainedParameters(input.model, input.settings.tables);
  const wanted = new Set(trained.map(({ initializer }) => initializer));
  const earlier = (await hooks.checkpoints?.load()) ?? null;
  const startWeights = new Map([...byInitializer(input.model, input.start), ...(earlier?.weights ?? [])]);
  const weights = await DeviceWeights.upload(device, input.model, startWeights);
  const optimizer = await Optimizer.create(device, trained, input.masks, input.settings, earlier);
  const objective = { scale: input.scale, textsPerRecord: 3, distill: input.settings.distill } as const;
  const programs = new ProgramCache<GradientProgram, readonly number[]>((...shape) =>
    GradientProgram.create(device, input.model, shapesOf(shape), objective, { wanted, wholeTables: true }),
  );
  const unpooled = unpooledTokens(input.tokenizer, input.prompts, input.model.head.pooling.includePrompt);
  const embedder = new Embedder(device, input.model, input.tokenizer, input.maxLength, input.prompts);
  const teacher = input.settings.distill > 0 ? new Teacher(embedder, await DeviceWeights.upload(device, input.model)) : null;
  try {
    return await train();
  } finally {
    teacher?.free();
    optimizer.free();
    weights.free();
    await programs.release();
    await embedder.release();
  }

  async function train(): Promise<Recovery> {
    const { steps, checkEvery } = input.settings;
    const sets = { domain: splits.domain.training, general: splits.general.training };
    const batches = COMPOSITIONS[input.settings.batches].batches(sets, input.settings);
    const losses = [...(earlier?.losses ?? [])];
    const checks = [...(earlier?.checks ?? [])];
    let best: RecoveryState['best'] = earlier?.best ?? { step: 0, loss: Infinity, weights: new Map() };
    if (earlier === null) await check(0);
    else hooks.onResumed?.(earlier);
    for (const _ of losses) batches.next();
    for (let step = losses.length + 1; step <= steps && hooks.stop?.aborted !== true; step++) {
      const loss = await trainOn(batches.next().value);
      losses.push(loss);
      hooks.onProgress?.({ kind: 'step', step, loss });
      if (!Number.isFinite(loss)) break;
      if (step % checkEvery === 0 || step === steps) await check(step);
      if (hooks.checkpoints?.isDueAfterStep() === true)
        await hooks.checkpoints.save({ losses, checks, best, weights: await read(), ...(await optimizer.moments()) });
    }
    if (checks.at(-1)?.step !== losses.length && Number.isFinite(losses.at(-1))) await check(losses.length);
    await hooks.checkpoints?.clear();
    return { patch: patchOf(best.weights), bestStep: best.step, checks, losses };

    async function check(step: number): Promise<void> {
      const measure = (set: HeldOutSet): Promise<Validation> => validate(embedder, weights, set, input.scale, hooks.signal);
      const [ofDomain, ofGeneral] = [await measure(validation.domain), await measure(validation.general)];
      const loss = (ofDomain.loss + ofGeneral.loss) / 2;
      const found = { step, loss, ndcg10: { domain: ofDomain.ndcg10, general: ofGeneral.ndcg10 } };
      checks.push(found);
      hooks.onProgress?.({ kind: 'check', ...found });
      if (loss < best.loss) best = { step, loss, weights: step === 0 ? new Map() : await read() };
    }
  }

  async function trainOn(records: readonly Triplet[]): Promise<number> {
    await nextTask();
    throwIfCancelled(hooks.signal);
    const tokens = records.map((record) => tokeniseTriplet(record, input.tokenizer, input.maxLength, input.prompts));
    const batches = makeBatches(tokens, input.tokenizer.padToken, lengthBuckets(input.maxLength), unpooled);
    const program = await programs.get(...batches.flatMap(({ rows, length }) => [rows, length]));
    const gradients = await program.run(batches, weights, await teacher?.embed(records));
    const [loss = NaN] = await device.read(gradients.loss);
    if (Number.isFinite(loss)) optimizer.step(weights, gradients);
    gradients.release();
    return loss;
  }

  /** The weights that are trained, by initializer, as the device has them. */
  async function read(): Promise<Map<string, Float32Array>> {
    const values = new Map<string, Float32Array>();
    for (const { initializer } of trained) values.set(initializer, await device.read(weights.buffer(initializer)));
    return values;
  }

  function patchOf(values: ReadonlyMap<string, Float32Array>): WeightPatch {
    const changed = trained.flatMap((parameter) => {
      const value = values.get(parameter.initializer);
      return value === undefined ? [] : [[parameter.name, toPyTorchLayout(parameter, value)] as const];
    });
    return new Map([...input.start, ...changed]);
  }
}

function splitOf({ fileName, triplets }: TripletSet, { validationShare, seed, batchSize }: RecoverySettings): Split {
  const split = splitRecords(triplets, validationShare, seed);
  if (split.training.length >= batchSize) return split;
  throw new InvalidSettingsError(
    `A batch of ${batchSize} takes as many records to train on; ${split.training.length} are left of ${triplets.length}.`,
    fileName,
  );
}
