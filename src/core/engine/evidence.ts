import { outliveDevice } from '../analysis/outlive';
import { Checkpoints } from '../checkpoint/checkpoints';
import type { RecoveryWork } from '../checkpoint/kept-recoveries';
import type { WorkPlace } from '../checkpoint/places';
import { runKey } from '../checkpoint/work-key';
import { updatedPatch } from '../compensate/measure-inputs';
import { promptsOf } from '../data/prompts';
import { CancelledError } from '../errors';
import type { Both } from '../evaluate/bench';
import type { HeldOutSet } from '../evaluate/held-out';
import type { WeightChange } from '../export/command';
import { inputsOf } from '../gaprune/methods';
import { Pruner } from '../gaprune/pruner';
import { type WeightPatch, maskedPatch } from '../model/weight-patch';
import { type RecoverHooks, type RecoverInput, type Recovery, type RecoveryProgress, recover } from '../recover/recover';
import { recoveryKey } from '../recover/recovery-key';
import { type RecoveryState, recoveryFormat } from '../recover/state';
import type { Device } from '../runtime/device';
import type { Measured } from '../report/report';
import type { ReportFormat } from '../report/formats';
import { reportFiles } from '../report/report-files';
import { recordsOfRun } from '../sample/choose-records';
import { CONTENDERS, takesInputs } from '../trials/contenders';
import { type CurvePoint, evenSparsities, measureCurve } from '../trials/curve';
import { type Recommendation, type TriedContender, recommend } from '../trials/recommend';
import { type SensitivityRow, measureSensitivity } from '../trials/sensitivity';
import { splitQueries } from '../trials/split-queries';
import { TrialBench } from '../trials/trial-bench';
import { EngineStateError } from './errors';
import type { CurveQuestion, Found, RefineProgress, RefineQuestion, Refined, SensitivityQuestion } from './evidence-types';
import type { FinishedRun } from './finished-run';
import { InputMeter } from './input-meter';
import type { QualityBench } from './quality';
import type { PruneSettings } from './tuning-types';
import type { DeviceChoice, Download } from './types';

/** Other weights under the mask of some settings of one analysis. */
interface Refinement {
  readonly run: FinishedRun;
  readonly key: string;
  readonly patch: WeightPatch;
  readonly by: WeightChange;
}

const MEDIA_TYPES = { html: 'text/html', md: 'text/markdown', json: 'application/json' } as const satisfies Record<ReportFormat, string>;

/** Where a recovery is kept, by its key and by what it is; `reached` says how many steps are done. */
type PlaceOfRecovery = (key: string, work: RecoveryWork, reached: () => number) => Promise<WorkPlace | null>;

/** Why work was ended that is to be gone on with. */
const LEFT = 'left';

/** Seed of the split into queries to choose by and queries to confirm on. */
const SPLIT_SEED = 0;

/** Compares settings and refines weights, for the studio. */
export class Evidence {
  private working = new AbortController();
  private stopping = new AbortController();
  private refinement: Refinement | null = null;
  private readonly meter: InputMeter;

  constructor(
    private readonly quality: QualityBench,
    private readonly openDevice: (choice: DeviceChoice) => Promise<Device>,
    /** Gives a place to keep a recovery in; null for none. */
    private readonly placeOf: PlaceOfRecovery = () => Promise.resolve(null),
  ) {
    this.meter = new InputMeter(openDevice);
  }

  measureCurve(run: FinishedRun, question: CurveQuestion, choice: DeviceChoice, onFound: Found<CurvePoint>): Promise<CurvePoint[]> {
    const { settings, methods, points, update, known } = question;
    const { signal } = this.begin();
    return this.withTrials(run, choice, async ({ trialsOn, sets, provideInputs }) => {
      if (update || methods.some((method) => inputsOf(method) !== 'none')) await provideInputs((share) => onFound(share, null));
      const plan = { ...settings, methods, update, sparsities: evenSparsities(points) };
      const onPoint = (point: CurvePoint): void => onFound(known.length / (points * methods.length), point);
      return measureCurve(trialsOn(sets), plan, known, { signal, onPoint, onProgress: (share) => onFound(share, null) });
    });
  }

  measureSensitivity(
    run: FinishedRun,
    { settings, update, known }: SensitivityQuestion,
    choice: DeviceChoice,
    onFound: Found<SensitivityRow>,
  ): Promise<SensitivityRow[]> {
    const { signal } = this.begin();
    return this.withTrials(run, choice, async ({ trialsOn, sets, provideInputs }) => {
      if (update || inputsOf(settings.scoring.method) !== 'none') await provideInputs((share) => onFound(share, null));
      let done = 0;
      const onProgress = (share: number): void => onFound((done = share), null);
      return measureSensitivity(trialsOn(sets), run.model, { ...settings, update }, known, {
        ...{ signal, onProgress },
        onRow: (row) => onFound(done, row),
      });
    });
  }

  recommend(
    run: FinishedRun,
    { mask }: PruneSettings,
    budgetMs: number,
    choice: DeviceChoice,
    onFound: Found<TriedContender>,
  ): Promise<Recommendation> {
    const { signal } = this.begin();
    return this.withTrials(run, choice, ({ trialsOn, sets, provideInputs }) => {
      const halves = { general: splitQueries(sets.general, SPLIT_SEED), domain: splitQueries(sets.domain, SPLIT_SEED) };
      const hasData = run.general !== null && run.domain !== null;
      let done = 0;
      const onProgress = (share: number): void => onFound((done = share), null);
      return recommend(
        {
          validation: trialsOn({ general: halves.general.validation, domain: halves.domain.validation }),
          test: trialsOn({ general: halves.general.test, domain: halves.domain.test }),
          contenders: CONTENDERS.filter((contender) => hasData || !takesInputs(contender)),
          provideInputs: () => provideInputs(() => undefined),
          ...{ mask, budgetMs, now: () => performance.now() },
        },
        { signal, onProgress, onTried: (tried) => onFound(done, tried) },
      );
    });
  }

  /** @throws EngineStateError without the sets of the analysis, InvalidSettingsError, CancelledError */
  async refine(
    run: FinishedRun,
    question: RefineQuestion,
    choice: DeviceChoice,
    onProgress: (progress: RefineProgress) => void,
  ): Promise<Refined> {
    const { settings, update, recovery } = question;
    const { signal } = this.begin();
    this.stopping = new AbortController();
    this.refinement = null;
    const { model, tokenizer, pruner, general, domain, manifest } = run;
    if (general === null || domain === null)
      throw new EngineStateError('Weights are refined on both data sets of the analysis. Open them.');
    if (update && !pruner.hasInputs('sparsegpt')) {
      await this.meter.measure(run, 'covariances', choice, (share) => onProgress({ kind: 'inputs', share }));
    }
    await pruner.prepare(settings.scoring, settings.mask, signal);
    const masks = pruner.masks(pruner.plan(settings.scoring, settings.mask));
    let patch = update ? updatedPatch(model, masks, pruner.measuredInputs) : maskedPatch(model, masks);
    let trained: Pick<Refined, 'bestStep' | 'losses' | 'checks'> = { bestStep: null, losses: [], checks: [] };
    if (recovery !== null) {
      const { maxLength, scale } = manifest.settings;
      const sets = recordsOfRun(general.set, domain.set, manifest);
      const prompts = promptsOf(manifest.settings);
      const input = { model, tokenizer, ...sets, maxLength, prompts, scale, masks, start: patch, settings: recovery };
      const hooks = { signal, stop: this.stopping.signal, onProgress };
      const work = { run: await runKey(manifest), ...settings, update, recovery, device: choice };
      const { result } = await outliveDevice(this.openDevice, choice, (device) => this.recover(device, input, work, hooks));
      const { bestStep, losses, checks } = result;
      trained = { bestStep, losses, checks };
      patch = result.patch;
    }
    const by = { update, recovery };
    this.refinement = { run, key: keyOf(settings), patch, by };
    return { by, ...trained, zeros: zerosUnder(masks, patch) };
  }

  /** A recovery that goes on from where the same one was interrupted, in another page too. */
  private async recover(
    device: Device,
    input: RecoverInput,
    work: RecoveryWork,
    hooks: RecoverHooks & { readonly onProgress: (progress: RefineProgress) => void },
  ): Promise<Recovery> {
    const key = await recoveryKey(input, device.name);
    let done = 0;
    const onProgress = (progress: RecoveryProgress): void => {
      if (progress.kind === 'step') done = progress.step;
      hooks.onProgress(progress);
    };
    const place = await this.placeOf(key, work, () => done).catch(() => null);
    try {
      const checkpoints = place && new Checkpoints(recoveryFormat, place.slots, key, () => performance.now());
      const onResumed = ({ losses, checks }: RecoveryState): void => hooks.onProgress({ kind: 'resumed', losses, checks });
      return await recover(device, input, { ...hooks, onProgress, checkpoints, onResumed });
    } catch (error) {
      // Who cancels wants nothing kept.
      if (error instanceof CancelledError && hooks.signal?.reason !== LEFT) await place?.slots.clear();
      throw error;
    } finally {
      place?.release();
    }
  }

  async makeReport(run: FinishedRun, settings: PruneSettings, measured: Measured, format: ReportFormat): Promise<Download> {
    const { model, manifest, pruner } = run;
    const { scoring, mask } = settings;
    await pruner.prepare(scoring, mask, new AbortController().signal);
    const { plan } = pruner.plan(scoring, mask);
    const change = this.refinedFor(run, settings)?.by ?? null;
    const content = reportFiles({ model, manifest, scoring, mask, plan, change, ...measured }).get(`report.${format}`) ?? '';
    return { fileName: `${model.name}-report.${format}`, content: new Blob([content], { type: MEDIA_TYPES[format] }) };
  }

  stopRefining(): void {
    this.stopping.abort();
  }

  dropRefined(): void {
    this.refinement = null;
  }

  /** The weights that take the place of the masked ones for these settings, if they were refined. */
  refinedFor(run: FinishedRun, settings: PruneSettings): { readonly patch: WeightPatch; readonly by: WeightChange } | null {
    const found = this.refinement;
    return found?.run === run && found.key === keyOf(settings) ? found : null;
  }

  /** @param leave for other work: what a recovery has kept stays, to go on with */
  cancel(leave = false): void {
    this.working.abort(leave ? LEFT : undefined);
    this.meter.cancel();
  }

  private begin(): AbortController {
    this.cancel();
    this.working = new AbortController();
    return this.working;
  }

  /** Trials have scores of their own, so that the settings' ones stay at hand. */
  private withTrials<T>(run: FinishedRun, choice: DeviceChoice, work: (trials: Trials) => Promise<T>): Promise<T> {
    return this.quality.withBench(run, choice, (bench, sets) => {
      const pruner = new Pruner(run.model, run.statistics.tensors);
      pruner.useInputs(run.pruner.measuredInputs);
      return work({
        sets,
        trialsOn: (part) => new TrialBench(bench, run.model, pruner, part),
        provideInputs: async (onProgress) => {
          if (!pruner.hasInputs('sparsegpt')) await this.meter.measure(run, 'covariances', choice, onProgress);
          pruner.useInputs(run.pruner.measuredInputs);
        },
      });
    });
  }
}

interface Trials {
  readonly sets: Both<HeldOutSet>;
  readonly trialsOn: (part: Both<HeldOutSet>) => TrialBench;
  readonly provideInputs: (onProgress: (share: number) => void) => Promise<void>;
}

const keyOf = ({ scoring, mask }: PruneSettings): string => JSON.stringify([scoring, mask]);

function zerosUnder(masks: ReadonlyMap<string, Uint8Array>, patch: WeightPatch): number {
  let zeros = 0;
  for (const [name, mask] of masks) {
    const values = patch.get(name);
    mask.forEach((bit, i) => (zeros += Number(bit === 1 && values?.[i] === 0)));
  }
  return zeros;
}
