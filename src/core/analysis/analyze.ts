import type { TokenisedTriplet } from '../data/batches';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisPhase, AnalysisProgress } from '../engine/types';
import { throwIfCancelled } from '../errors';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Statistics } from '../gaprune/statistics';
import type { Checkpoints } from '../checkpoint/checkpoints';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { fitTables, wholeOf } from '../model/table-parts';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { bytes } from '../units';
import { type GradientOptions, GradientProgram, type GradientStep, shapesOf } from './gradient-program';
import { LiveFigures } from './live-figures';
import type { Pause } from './pause';
import { ProgramCache } from './program-cache';
import { ProgressMeter } from './progress';
import { budgetOf, passesOf } from './plan';
import { type PreparedRecords, prepareRecords } from './prepared-records';
import { type Broken, RunningSums, type SumsState } from './running-sums';
import { type Step, recordsOf } from './schedule';
import { type AnalysisState, type PassResult, fitsPasses } from './state';
import { pick, textBatches } from './text-batches';
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
  /** Where to go on from, and what to leave for the next one. */
  readonly checkpoints?: Checkpoints | null;
  /** Told when the work of an earlier process is gone on with. */
  readonly onResumed?: () => void;
  /** Told before and after what takes longer than a step: a batch of a new shape, whose session is made first, or a checkpoint. */
  readonly onLongWork?: (isUnderWay: boolean) => void;
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

/** By the rows and lengths of a batch's parts, one after another. */
type Programs = ProgramCache<GradientProgram, readonly number[]>;

interface Free {
  free(): void;
}

/** What a pass has to know of the passes before it. */
interface PassWork {
  /** Gradients that were known not to be finite when the first pass began. */
  readonly known: number;
  readonly finished: readonly PassResult[];
  readonly broken: Broken;
  /** Sums to go on from. */
  readonly from: SumsState | null;
}

class AnalysisRun {
  private readonly resources: Free[] = [];
  private programs: { readonly pairs: Programs; readonly triplets: Programs };
  /** Keeps the state of the pass that is under way, where it is not kept yet. */
  private keepState = (): Promise<void> => Promise.resolve();
  private isLong = false;

  private constructor(
    private readonly device: Device,
    private readonly input: AnalysisInput,
    private readonly hooks: AnalysisHooks,
    private readonly prepared: PreparedRecords,
    private readonly passes: readonly (readonly Parameter[])[],
    private readonly progress: ProgressMeter,
    private readonly live: LiveFigures,
  ) {
    this.programs = this.programsFor({});
  }

  static start(device: Device, input: AnalysisInput, hooks: AnalysisHooks): AnalysisRun {
    const { model, settings } = input;
    const prepared = prepareRecords(input);
    const passes = passesOf(model, prepared, device.limits, budgetOf(settings));
    const { records, phases: steps } = prepared.schedule;
    const phases: AnalysisPhase[] = ['prepare', ...steps.map(({ phase }) => phase), 'finish'];
    const progress = new ProgressMeter(passes.length * records, phases, hooks.now, (reached) =>
      hooks.onProgress?.({ ...reached, deviceBytes: bytes(device.allocatedBytes) }),
    );
    progress.add('prepare', 0, null, null);
    return new AnalysisRun(device, input, hooks, prepared, passes, progress, new LiveFigures(model.parameters, hooks.now));
  }

  async all(): Promise<Statistics> {
    const weights = this.keep(await DeviceWeights.upload(this.device, this.input.model));
    let earlier = await this.earlier();
    const broken: Broken = new Set(earlier?.sums.broken);
    for (;;) {
      const known = earlier?.known ?? broken.size;
      const finished: PassResult[] = [...(earlier?.finished ?? [])];
      for (const _ of finished) this.progress.skip(this.prepared.schedule.records);
      for (const pass of this.passes.slice(finished.length)) {
        finished.push(await this.pass(pass, weights, { known, finished, broken, from: earlier?.sums ?? null }));
        earlier = null;
      }
      const [first] = finished;
      // A pass sees gradients of its own weights alone. What a later one found not finite has to leave the earlier ones too.
      if (first === undefined || (finished.length > 1 && broken.size > known && known === 0)) continue;
      await this.hooks.checkpoints?.clear();
      return { tensors: finished.flatMap(({ tensors }) => tensors), pairs: first.counts.pairs, losses: first.counts.losses };
    }
  }

  /** What an earlier process left of this work. */
  private async earlier(): Promise<AnalysisState | null> {
    const state = (await this.hooks.checkpoints?.load()) ?? null;
    if (state === null || !fitsPasses(state, this.passes)) return null;
    this.hooks.onResumed?.();
    return state;
  }

  async release(): Promise<void> {
    for (const resource of this.resources) resource.free();
    await this.releasePrograms();
  }

  private async pass(parameters: readonly Parameter[], weights: DeviceWeights, work: PassWork): Promise<PassResult> {
    await this.releasePrograms();
    const isWhole = this.passes.length === 1;
    const chosen = new Set(parameters);
    const parts = fitTables(this.input.model, this.device.limits.bindingBytes).parameters.filter((part) => chosen.has(wholeOf(part)));
    this.programs = this.programsFor(isWhole ? {} : { wanted: new Set(parts.map(({ initializer }) => initializer)) });
    const sums = this.keep(await RunningSums.create(this.device, parts, work.broken));
    if (work.from !== null) sums.restore(work.from);
    const { known, finished } = work;
    let kept = sums.counts.position;
    this.keepState = async () => {
      if (kept === sums.counts.position) return;
      await this.atLength(async () => this.hooks.checkpoints?.save({ known, finished: [...finished], sums: await sums.save() }));
      kept = sums.counts.position;
    };
    this.progress.add('prepare', 0, null, null);
    const { schedule } = this.prepared;
    let toSkip = sums.counts.position;
    for (const { phase, steps } of schedule.phases) {
      for (const step of steps) {
        if (toSkip-- > 0) {
          this.progress.skip(recordsOf(step));
          continue;
        }
        const loss = await this.step(step, sums, weights);
        this.progress.add(phase, recordsOf(step), loss, await this.look(sums));
        this.setLong(false);
        if (this.hooks.checkpoints?.isDueAfterStep() === true) await this.keepState();
      }
      sums.requireUsable(phase);
    }
    this.progress.add('finish', 0, null, await this.look(sums, true));
    const tensors = await sums.finish();
    this.resources.splice(this.resources.indexOf(sums), 1);
    sums.free();
    return { tensors, counts: sums.counts };
  }

  /** Make the gradients of a step and add them up. @returns the loss of the last one */
  private async step(step: Step, sums: RunningSums, weights: DeviceWeights): Promise<number> {
    const { records } = this.prepared;
    const made: GradientStep[] = [];
    const gradientOf = async (set: readonly TokenisedTriplet[], chosen: readonly number[] | null): Promise<GradientStep | null> => {
      if (chosen === null) return null;
      const gradient = await this.gradient(pick(set, chosen), weights);
      made.push(gradient);
      return gradient;
    };
    try {
      const general = await gradientOf(records.general, step.general);
      const domain = await gradientOf(records.domain, step.domain);
      return await sums.add(step, { general, domain });
    } finally {
      // Those of a step that is cancelled half way as well.
      for (const gradient of made) gradient.release();
    }
  }

  private programsFor(options: GradientOptions) {
    const { model, settings } = this.input;
    const of = (textsPerRecord: 2 | 3): Programs =>
      new ProgramCache((...shape: readonly number[]) =>
        GradientProgram.create(this.device, model, shapesOf(shape), { scale: settings.scale, textsPerRecord }, options),
      );
    return { pairs: of(2), triplets: of(3) };
  }

  private async releasePrograms(): Promise<void> {
    await this.programs.pairs.release();
    await this.programs.triplets.release();
  }

  private keep<T extends Free>(resource: T): T {
    this.resources.push(resource);
    return resource;
  }

  private async gradient(records: readonly TokenisedTriplet[], weights: DeviceWeights): Promise<GradientStep> {
    await nextTask();
    await this.whileHeld();
    throwIfCancelled(this.hooks.signal);
    const batches = textBatches(this.input, records);
    const programs = records[0]?.negative === null ? this.programs.pairs : this.programs.triplets;
    const shape = batches.flatMap(({ rows, length }) => [rows, length]);
    // Until the step is over: a first run takes longer too, as the device makes its pipelines then.
    if (!programs.has(...shape)) this.setLong(true);
    const program = await programs.get(...shape);
    return program.run(batches, weights);
  }

  /** Wait as long as the analysis is held. Who holds it may close the page: what there is so far is kept first. */
  private async whileHeld(): Promise<void> {
    const { pause, signal } = this.hooks;
    if (pause?.isHeld !== true) return;
    await this.progress.without(async () => {
      await this.keepState();
      await pause.wait(signal);
    });
  }

  private async atLength(work: () => Promise<void>): Promise<void> {
    this.setLong(true);
    await work();
    this.setLong(false);
  }

  private setLong(isLong: boolean): void {
    if (isLong === this.isLong) return;
    this.isLong = isLong;
    this.hooks.onLongWork?.(isLong);
  }

  /** The figures of the layers, where somebody watches. */
  private look(sums: RunningSums, always = false) {
    return this.hooks.onProgress === undefined ? Promise.resolve(null) : this.live.look(sums, always);
  }
}
