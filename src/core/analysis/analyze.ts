import type { TokenisedTriplet } from '../data/batches';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisPhase, AnalysisProgress, DataRole } from '../engine/types';
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
import { checkDevice } from './device-check';
import type { GradientStep } from './gradient-program';
import { Gradients } from './gradients';
import { LeftOut } from './left-out';
import { LiveFigures } from './live-figures';
import type { Pause } from './pause';
import { ProgressMeter } from './progress';
import { budgetOf, passesOf } from './plan';
import { type PreparedRecords, prepareRecords } from './prepared-records';
import { RunningSums, type SumsState } from './running-sums';
import { type Step, type StepPhase, recordsOf } from './schedule';
import { type AnalysisState, type PassResult, fitsPasses } from './state';
import { pick } from './text-batches';
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
  readonly checkpoints?: Checkpoints<AnalysisState> | null;
  /** Told when the work of an earlier process is gone on with. */
  readonly onResumed?: () => void;
  /** Told before and after what takes longer than a step: a batch of a new shape, whose session is made first, or a checkpoint. */
  readonly onLongWork?: (isUnderWay: boolean) => void;
  /** Gives the processor, which a WebGPU device is checked against unless the settings say otherwise. No check without it. */
  readonly reference?: () => Promise<Device>;
  /** Told when nothing could be compared. */
  readonly onUnchecked?: () => void;
}

/**
 * Run the whole analysis on a device: Fisher information on both sets and the alignment of their gradients (sections 5, 6).
 * A micro-batch whose loss is ≤ 0 is left out. Of one whose loss or gradient is not finite, the records that are to blame are left out, before
 * any of it is added, and named in the result; where none is to blame alone, all of them.
 *
 * A WebGPU device first has to compute the first micro-batch as the processor does, see `checkDevice`.
 *
 * @throws DeviceDisagreementError before anything is counted, CancelledError between two micro-batches, NoUsableBatchError, RuntimeError, DeviceLostError, DeviceMemoryError
 */
export async function analyze(device: Device, input: AnalysisInput, hooks: AnalysisHooks): Promise<Statistics> {
  const run = AnalysisRun.start(device, input, hooks);
  try {
    return await run.all();
  } finally {
    await run.release();
  }
}

interface Free {
  free(): void;
}

/** What a pass has to know of the passes before it. */
interface PassWork {
  /** What was known not to be finite when the first pass began. */
  readonly known: number;
  readonly finished: readonly PassResult[];
  readonly leftOut: LeftOut;
  /** Sums to go on from. */
  readonly from: SumsState | null;
}

class AnalysisRun {
  private readonly resources: Free[] = [];
  private gradients: Gradients;
  /** Passes whose weights the device has been checked with. */
  private readonly checked = new Set<readonly Parameter[]>();
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
    this.gradients = new Gradients(device, input);
  }

  static start(device: Device, input: AnalysisInput, hooks: AnalysisHooks): AnalysisRun {
    const { model, settings } = input;
    const prepared = prepareRecords(input);
    const passes = passesOf(model, prepared, device.limits, budgetOf(settings));
    const { records, phases: steps } = prepared.schedule;
    const check: AnalysisPhase[] = referenceFor(device, settings, hooks) === null ? [] : ['check'];
    const phases: AnalysisPhase[] = ['prepare', ...check, ...steps.map(({ phase }) => phase), 'finish'];
    const progress = new ProgressMeter(passes.length * records, phases, hooks.now, (reached) =>
      hooks.onProgress?.({ ...reached, deviceBytes: bytes(device.allocatedBytes) }),
    );
    progress.add('prepare', 0, null, null);
    return new AnalysisRun(device, input, hooks, prepared, passes, progress, new LiveFigures(model.parameters, hooks.now));
  }

  async all(): Promise<Statistics> {
    const weights = this.keep(await DeviceWeights.upload(this.device, this.input.model));
    let earlier = await this.earlier();
    const leftOut = new LeftOut(earlier?.sums.leftOut);
    for (;;) {
      const known = earlier?.known ?? leftOut.size;
      const finished: PassResult[] = [...(earlier?.finished ?? [])];
      for (const _ of finished) this.progress.skip(this.prepared.schedule.records);
      for (const pass of this.passes.slice(finished.length)) {
        finished.push(await this.pass(pass, weights, { known, finished, leftOut, from: earlier?.sums ?? null }));
        earlier = null;
      }
      const [first] = finished;
      // A pass sees gradients of its own weights alone. What a later one found not finite has to leave the earlier ones too.
      if (first === undefined || (finished.length > 1 && leftOut.size > known)) continue;
      await this.hooks.checkpoints?.clear();
      const { pairs, losses } = first.counts;
      return { tensors: finished.flatMap(({ tensors }) => tensors), pairs, losses, notFinite: leftOut.list() };
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
    await this.gradients.release();
  }

  private async pass(parameters: readonly Parameter[], weights: DeviceWeights, work: PassWork): Promise<PassResult> {
    this.keepState = () => Promise.resolve();
    await this.gradients.release();
    const isWhole = this.passes.length === 1;
    const chosen = new Set(parameters);
    const parts = fitTables(this.input.model, this.device.limits.bindingBytes).parameters.filter((part) => chosen.has(wholeOf(part)));
    const options = isWhole ? {} : { wanted: new Set(parts.map(({ initializer }) => initializer)) };
    this.gradients = new Gradients(this.device, this.input, options);
    const sums = this.keep(await RunningSums.create(this.device, parts, work.leftOut));
    const reference = referenceFor(this.device, this.input.settings, this.hooks);
    if (reference !== null && !this.checked.has(parameters)) await this.check(reference, parameters, weights, sums);
    if (work.from !== null) sums.restore(work.from);
    const { known, finished } = work;
    let kept = sums.counts.position;
    this.keepState = async () => {
      if (kept === sums.counts.position) return;
      await this.atLength(async () => this.hooks.checkpoints?.save({ known, finished: [...finished], sums: await sums.save() }));
      kept = sums.counts.position;
    };
    this.progress.add(reference === null ? 'prepare' : 'check', 0, null, null);
    let toSkip = sums.counts.position;
    for (const { phase, steps } of this.prepared.schedule.phases) {
      for (const step of steps) {
        if (toSkip-- > 0) {
          this.progress.skip(recordsOf(step));
          continue;
        }
        const loss = await this.step(phase, step, sums, weights);
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

  /** One step, again without the records that are to blame as long as it is not finite. */
  private async step(phase: StepPhase, step: Step, sums: RunningSums, weights: DeviceWeights): Promise<number> {
    for (;;) {
      const left = sums.remaining(step);
      const { losses, notFinite } = await this.add(step, left, sums, weights);
      if (notFinite.length === 0) return losses.domain ?? losses.general ?? NaN;
      for (const set of notFinite) {
        const tried = left[set] ?? [];
        const toBlame = await this.toBlame(phase, set, tried, sums, weights);
        for (const record of toBlame) sums.leftOut.add({ set, records: [record], step: null });
        if (toBlame.length === 0) sums.leftOut.add({ set, records: tried, step: sums.counts.position });
      }
    }
  }

  /** Make the gradients of a step's records and add them up. */
  private async add(step: Step, left: ReturnType<RunningSums['remaining']>, sums: RunningSums, weights: DeviceWeights) {
    const { records } = this.prepared;
    const made: GradientStep[] = [];
    const gradientOf = async (set: readonly TokenisedTriplet[], chosen: readonly number[] | null): Promise<GradientStep | null> => {
      if (chosen === null) return null;
      const gradient = await this.gradient(pick(set, chosen), weights);
      made.push(gradient);
      return gradient;
    };
    try {
      const general = await gradientOf(records.general, left.general);
      const domain = await gradientOf(records.domain, left.domain);
      return await sums.add(step, { general, domain });
    } finally {
      // Those of a step that is cancelled half way as well.
      for (const gradient of made) gradient.release();
    }
  }

  /** Those of a batch's records that give nothing finite alone. */
  private async toBlame(phase: StepPhase, set: DataRole, records: readonly number[], sums: RunningSums, weights: DeviceWeights) {
    if (records.length === 1) return records;
    const found: number[] = [];
    for (const record of records) {
      const gradient = await this.gradient(pick(this.prepared.records[set], [record]), weights);
      if (!(await sums.isFinite(gradient))) found.push(record);
      gradient.release();
      this.progress.add(phase, 0, null, null);
    }
    return found;
  }

  /** Compare the device with the processor, and leave the sums empty. */
  private async check(reference: () => Promise<Device>, parameters: readonly Parameter[], weights: DeviceWeights, sums: RunningSums) {
    this.progress.add('check', 0, null, null);
    const { input, prepared, gradients } = this;
    const between = (): Promise<void> => this.between();
    const largest = await checkDevice(this.device, reference, { input, prepared, parameters, gradients, weights, sums, between });
    if (largest === null) this.hooks.onUnchecked?.();
    this.checked.add(parameters);
  }

  private keep<T extends Free>(resource: T): T {
    this.resources.push(resource);
    return resource;
  }

  private async gradient(records: readonly TokenisedTriplet[], weights: DeviceWeights): Promise<GradientStep> {
    await this.between();
    // Until the step is over: a first run takes longer too, as the device makes its pipelines then.
    return this.gradients.of(records, weights, () => this.setLong(true));
  }

  /** Where the work can be held or ended. */
  private async between(): Promise<void> {
    await nextTask();
    await this.whileHeld();
    throwIfCancelled(this.hooks.signal);
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

/** What the device is to be checked against; null for no check. */
function referenceFor(device: Device, { deviceCheck }: AnalysisSettings, { reference }: AnalysisHooks): (() => Promise<Device>) | null {
  return device.kind === 'webgpu' && deviceCheck ? (reference ?? null) : null;
}
