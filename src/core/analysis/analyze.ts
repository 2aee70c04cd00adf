import { type TokenisedTriplet, lengthBuckets, makeBatch, tokeniseTriplet } from '../data/batches';
import { chooseNegatives } from '../data/choose-negative';
import { promptsOf, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisPhase, AnalysisProgress } from '../engine/types';
import { throwIfCancelled } from '../errors';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Statistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { bytes } from '../units';
import { GradientProgram, type GradientStep } from './gradient-program';
import { LiveFigures } from './live-figures';
import type { Pause } from './pause';
import { ProgramCache } from './program-cache';
import { ProgressMeter } from './progress';
import { RunningSums } from './running-sums';
import { type Schedule, recordsOf, scheduleOf } from './schedule';
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
 * Run the whole analysis on a device: Fisher information on both sets and the alignment of their gradients (sections 5, 6).
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
    private readonly records: { readonly general: readonly TokenisedTriplet[]; readonly domain: readonly TokenisedTriplet[] },
    private readonly schedule: Schedule,
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
    const records = { general: tokenise(input.general), domain: tokenise(input.domain) };
    const schedule = scheduleOf(records.general.length, records.domain.length, settings);
    const phases: AnalysisPhase[] = ['prepare', ...schedule.phases.map(({ phase }) => phase), 'finish'];
    const progress = new ProgressMeter(schedule.records, phases, hooks.now, (reached) =>
      hooks.onProgress?.({ ...reached, deviceBytes: bytes(device.allocatedBytes) }),
    );
    progress.add('prepare', 0, null, null);
    const programsOf = (textsPerRecord: 2 | 3): ProgramCache<GradientProgram> =>
      new ProgramCache((rows, length) => GradientProgram.create(device, model, rows, length, { scale: settings.scale, textsPerRecord }));
    const programs = { pairs: programsOf(2), triplets: programsOf(3) };
    return new AnalysisRun(device, input, hooks, records, schedule, programs, progress, new LiveFigures(model.parameters, hooks.now));
  }

  async all(): Promise<Statistics> {
    const weights = this.keep(await DeviceWeights.upload(this.device, this.input.model));
    const sums = this.keep(await RunningSums.create(this.device, this.input.model.parameters));
    this.progress.add('prepare', 0, null, null);
    for (const { phase, steps } of this.schedule.phases) {
      for (const step of steps) {
        const general = step.general === null ? null : await this.gradient(pick(this.records.general, step.general), weights);
        const domain = step.domain === null ? null : await this.gradient(pick(this.records.domain, step.domain), weights);
        const loss = await sums.add(step, { general, domain });
        general?.release();
        domain?.release();
        this.progress.add(phase, recordsOf(step), loss, await this.look(sums));
      }
      sums.requireUsable(phase);
    }
    this.progress.add('finish', 0, null, await this.look(sums, true));
    const tensors = await sums.finish();
    return { tensors, pairs: sums.counts.pairs, losses: sums.counts.losses };
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

  private async gradient(records: readonly TokenisedTriplet[], weights: DeviceWeights): Promise<GradientStep> {
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

  /** The figures of the layers, where somebody watches. */
  private look(sums: RunningSums, always = false) {
    return this.hooks.onProgress === undefined ? Promise.resolve(null) : this.live.look(sums, always);
  }
}

function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((index) => items[index] ?? []);
}
