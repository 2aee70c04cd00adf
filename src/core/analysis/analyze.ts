import { type TokenisedTriplet, lengthBuckets, makeBatch, tokeniseTriplet } from '../data/batches';
import { chooseNegatives } from '../data/choose-negative';
import { alignmentPairs, fisherBatches } from '../data/loaders';
import { promptsOf, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisProgress } from '../engine/types';
import { throwIfCancelled } from '../errors';
import { gradientProduct, tensorAlignment } from '../gaprune/alignment';
import { ConflictTally } from '../gaprune/conflicts';
import type { AnalysisSettings } from '../gaprune/settings';
import { type BatchLoss, FISHER_FLOOR, type Statistics, type TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { toPyTorchLayout } from '../model/weight-values';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { bytes } from '../units';
import { Accumulator, type Products, ProductMeter } from './accumulators';
import { NoUsableBatchError } from './errors';
import { GradientProgram, type GradientStep } from './gradient-program';
import { LiveFigures } from './live-figures';
import type { Pause } from './pause';
import { ProgramCache } from './program-cache';
import { ProgressMeter } from './progress';
import { DeviceWeights } from './weights-on-device';

export interface AnalysisInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly general: TripletSet;
  readonly domain: TripletSet;
  readonly settings: AnalysisSettings;
}

export interface AnalysisHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Holds the analysis between two micro-batches. */
  readonly pause?: Pause;
  /** Milliseconds, from any origin. */
  readonly now: () => number;
}

/**
 * Run the whole analysis on a device: Fisher information on both sets, then the alignment of their gradients (sections 5, 6).
 * A micro-batch whose loss is not finite or ≤ 0, or whose gradient is not finite, is left out before any of it is added.
 *
 * @throws CancelledError between two micro-batches, NoUsableBatchError, RuntimeError, DeviceLostError, DeviceMemoryError
 */
export async function analyze(device: Device, input: AnalysisInput, hooks: AnalysisHooks): Promise<Statistics> {
  const run = AnalysisRun.start(device, input, hooks);
  try {
    return await run.all();
  } finally {
    await run.release();
  }
}

class AnalysisRun {
  private readonly resources: { free(): void }[] = [];

  private constructor(
    private readonly device: Device,
    private readonly input: AnalysisInput,
    private readonly hooks: AnalysisHooks,
    private readonly general: readonly TokenisedTriplet[],
    private readonly domain: readonly TokenisedTriplet[],
    private readonly programs: { readonly pairs: ProgramCache<GradientProgram>; readonly triplets: ProgramCache<GradientProgram> },
    private readonly progress: ProgressMeter,
    private readonly live: LiveFigures,
  ) {}

  static start(device: Device, input: AnalysisInput, hooks: AnalysisHooks): AnalysisRun {
    const { model, tokenizer, settings } = input;
    const tokenise = ({ triplets }: TripletSet): TokenisedTriplet[] =>
      chooseNegatives(triplets.slice(0, settings.maxSamples), settings.negatives, settings.shuffleSeed ?? 0).map((triplet) =>
        tokeniseTriplet(triplet, tokenizer, settings.maxLength, promptsOf(settings)),
      );
    const [general, domain] = [tokenise(input.general), tokenise(input.domain)];
    const pairs = alignmentPairs(general.length, domain.length, settings);
    const total = general.length + domain.length + pairs.length * settings.batchSize;
    const live = new LiveFigures(model.parameters, hooks.now);
    const progress = new ProgressMeter(total, hooks.now, live, (reached) =>
      hooks.onProgress?.({ ...reached, deviceBytes: bytes(device.allocatedBytes) }),
    );
    progress.add('prepare', 0, null);
    const programsOf = (textsPerRecord: 2 | 3): ProgramCache<GradientProgram> =>
      new ProgramCache((rows, length) => GradientProgram.create(device, model, rows, length, { scale: settings.scale, textsPerRecord }));
    const programs = { pairs: programsOf(2), triplets: programsOf(3) };
    return new AnalysisRun(device, input, hooks, general, domain, programs, progress, live);
  }

  async all(): Promise<Statistics> {
    const { parameters } = this.input.model;
    const weights = this.keep(await DeviceWeights.upload(this.device, this.input.model));
    const meter = this.keep(await ProductMeter.create(this.device, parameters));
    this.progress.add('prepare', 0, null);
    const fisherGeneral = await this.fisher('fisher-general', this.general, weights, meter);
    const fisherDomain = await this.fisher('fisher-domain', this.domain, weights, meter);
    const alignment = await this.alignment(weights, meter);
    this.progress.add('finish', 0, null);
    const tensors: TensorStatistics[] = [];
    for (const parameter of parameters) {
      const name = parameter.initializer;
      const take = async (sum: Accumulator, finish: (x: number) => number): Promise<Float32Array> =>
        toPyTorchLayout(parameter, (await sum.take(name)).map(finish));
      const mean = (samples: number) => (x: number) => x / samples + FISHER_FLOOR;
      const gradGeneral = await take(alignment.general, (x) => x / alignment.pairs);
      const gradDomain = await take(alignment.domain, (x) => x / alignment.pairs);
      tensors.push({
        name: parameter.name,
        shape: parameter.shape,
        fisherGeneral: await take(fisherGeneral.sum, mean(fisherGeneral.samples)),
        fisherDomain: await take(fisherDomain.sum, mean(fisherDomain.samples)),
        gradGeneral,
        gradDomain,
        tensorAlignment: tensorAlignment(gradientProduct(gradGeneral, gradDomain)),
        conflictRate: alignment.conflicts.get(name)?.conflictRate ?? 0,
      });
    }
    return {
      tensors,
      pairs: alignment.pairs,
      losses: {
        fisherGeneral: fisherGeneral.losses,
        fisherDomain: fisherDomain.losses,
        alignmentGeneral: alignment.lossesGeneral,
        alignmentDomain: alignment.lossesDomain,
      },
    };
  }

  async release(): Promise<void> {
    for (const resource of this.resources) resource.free();
    await this.programs.pairs.release();
    await this.programs.triplets.release();
  }

  private keep<T extends { free(): void }>(resource: T): T {
    this.resources.push(resource);
    return resource;
  }

  private async step(records: readonly TokenisedTriplet[], weights: DeviceWeights): Promise<GradientStep> {
    await nextTask();
    await this.progress.without(() => this.hooks.pause?.wait(this.hooks.signal) ?? Promise.resolve());
    throwIfCancelled(this.hooks.signal);
    const { model, tokenizer, settings } = this.input;
    const unpooled = unpooledTokens(tokenizer, promptsOf(settings), model.head.pooling.includePrompt);
    const batch = makeBatch(records, tokenizer.padToken, lengthBuckets(settings.maxLength), unpooled);
    const programs = records[0]?.negative === null ? this.programs.pairs : this.programs.triplets;
    const program = await programs.get(batch.rows, batch.length);
    return program.run(batch, weights);
  }

  private async fisher(
    phase: 'fisher-general' | 'fisher-domain',
    records: readonly TokenisedTriplet[],
    weights: DeviceWeights,
    meter: ProductMeter,
  ) {
    const sum = this.keep(await Accumulator.create(this.device, this.input.model.parameters));
    const losses: BatchLoss[] = [];
    for (const { start, end } of fisherBatches(records.length, this.input.settings)) {
      const step = await this.step(records.slice(start, end), weights);
      const measured = await meter.measure(step.gradients, step.gradients);
      const counted = step.loss > 0 && Number.isFinite(step.loss) && isFinite(measured);
      if (counted) {
        sum.addSquares(step);
        this.live.addFisher(phase, measured, end - start);
      }
      step.release();
      losses.push({ loss: step.loss, samples: end - start, counted });
      this.progress.add(phase, end - start, step.loss);
    }
    const samples = losses.reduce((total, loss) => total + (loss.counted ? loss.samples : 0), 0);
    if (samples === 0) throw new NoUsableBatchError('No micro-batch gave a finite, positive loss and a finite gradient.', phase);
    return { sum, losses, samples };
  }

  private async alignment(weights: DeviceWeights, meter: ProductMeter) {
    const { parameters } = this.input.model;
    const general = this.keep(await Accumulator.create(this.device, parameters));
    const domain = this.keep(await Accumulator.create(this.device, parameters));
    const conflicts = new Map(parameters.map(({ initializer }) => [initializer, new ConflictTally()]));
    const lossesGeneral: BatchLoss[] = [];
    const lossesDomain: BatchLoss[] = [];
    let pairs = 0;
    for (const pair of alignmentPairs(this.general.length, this.domain.length, this.input.settings)) {
      const a = await this.step(pick(this.general, pair.general), weights);
      const b = await this.step(pick(this.domain, pair.domain), weights);
      const measured = await meter.measure(a.gradients, b.gradients);
      const counted = Number.isFinite(a.loss) && Number.isFinite(b.loss) && isFinite(measured);
      if (counted) {
        pairs++;
        general.add(a);
        domain.add(b);
        for (const [name, { squareA, squareB, dot }] of measured) {
          conflicts.get(name)?.add({ dot, normGeneral: Math.sqrt(squareA), normDomain: Math.sqrt(squareB) });
        }
        if (this.hooks.onProgress !== undefined) await this.live.align(() => meter.measure(general.totals, domain.totals));
      }
      a.release();
      b.release();
      lossesGeneral.push({ loss: a.loss, samples: pair.general.length, counted });
      lossesDomain.push({ loss: b.loss, samples: pair.domain.length, counted });
      this.progress.add('alignment', pair.general.length + pair.domain.length, b.loss);
    }
    if (pairs === 0) {
      throw new NoUsableBatchError(
        'There is no pair of a general and a domain batch to compare: give more records, or a smaller batch size.',
        'alignment',
      );
    }
    return { general, domain, conflicts, lossesGeneral, lossesDomain, pairs };
  }
}

function isFinite(measured: ReadonlyMap<string, Products>): boolean {
  return [...measured.values()].every(({ notFinite }) => notFinite === 0);
}

function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((index) => items[index] ?? []);
}
