import { analyze } from '../analysis/analyze';
import type { Incident } from '../analysis/incident';
import { outliveDevice } from '../analysis/outlive';
import { Pause } from '../analysis/pause';
import { budgetOf, planAnalysis, summarizePlan } from '../analysis/plan';
import { estimateTime } from '../analysis/probe';
import { prepareRecords } from '../analysis/prepared-records';
import { type Reading, openData } from '../data/formats';
import type { Prompts } from '../data/prompts';
import type { TokenLengths } from '../data/token-lengths';
import type { Triplet } from '../data/triplet';
import type { Measured } from '../report/report';
import type { ReportFormat } from '../report/formats';
import type { SessionChange } from '../sessions/session';
import { commandLines } from '../export/command';
import { exportPruned } from '../export/export-pruned';
import type { ExportOptions } from '../export/options';
import { type DataSource, describeRun, isReadAs, readingIn, runFiles } from '../export/run-files';
import { type RunManifest, readRunManifest } from '../export/run-manifest';
import { sha256Of, sha256OfSource } from '../export/sha256';
import { zipBlob } from '../archive/write-zip';
import type { TensorOverlap } from '../gaprune/compare';
import { analysisFormat } from '../checkpoint/analysis-format';
import { Checkpoints, PACE } from '../checkpoint/checkpoints';
import { KeptRecoveries } from '../checkpoint/kept-recoveries';
import { UnfinishedWork } from '../checkpoint/unfinished';
import { CancelledError } from '../errors';
import { runKey, workKey } from '../checkpoint/work-key';
import type { InputDetail } from '../gaprune/methods';
import { Pruner } from '../gaprune/pruner';
import type { ScoreHistogram } from '../gaprune/score-histogram';
import { type AnalysisSettings, type MaskSettings, type ScoringSettings, analysisSettings } from '../gaprune/settings';
import { importRun } from '../import/import-run';
import type { CurvePoint } from '../trials/curve';
import type { Recommendation, TriedContender } from '../trials/recommend';
import type { SensitivityRow } from '../trials/sensitivity';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { summarizeModel } from '../model/summary';
import { availableThreads, createBrowserDevice, createBrowserRuntime } from '../runtime/browser';
import type { Device } from '../runtime/device';
import { requestGpu } from '../runtime/webgpu-device';
import { type Bytes, bytes, milliseconds } from '../units';
import { asDownload } from './as-download';
import { asFolder, unpacked } from './as-folder';
import { DataViews } from './data-views';
import type { FileColumns, Overlaps } from './data-view-types';
import type { Explanation } from '../explain/explain';
import { EngineStateError } from './errors';
import { Evidence } from './evidence';
import type { CurveQuestion, Found, RefineProgress, RefineQuestion, Refined, SensitivityQuestion } from './evidence-types';
import { QualityBench } from './quality';
import type { HeldOutSummary, Quality, QualityProgress } from './quality-types';
import { type FinishedRun, comparisonTexts, finishedRunOf, openRunOf, summarizeRun } from './finished-run';
import { HubModels } from './hub-models';
import type { HubFound } from './hub-types';
import { InputMeter } from './input-meter';
import { checkRecords, prepare } from './prepare';
import { Sessions, runFilesAmong } from './sessions';
import { summarizeSet } from './summaries';
import { TensorViews } from './tensor-views';
import type { OpenedUnfinished, UnfinishedRecovery, UnfinishedSummary } from './unfinished-types';
import { chooseRecords, recordsToPlan, splitBy } from '../sample/choose-records';
import { withSampling } from '../sample/progress';
import { Tuning } from './tuning';
import type { MeasuredSizes, PruneSettings } from './tuning-types';
import type { CellsQuestion, ElementFigures, ElementQuestion, RangeQuestion } from './tensor-view-types';
import type {
  AnalysisProgress,
  AnalysisSummary,
  DataRole,
  DeviceProbe,
  Download,
  DeviceChoice,
  ExpectedPlan,
  ExportResult,
  ImportedAs,
  ModelSummary,
  NamedFile,
  OpenedRun,
  OpenedSession,
  PrunePlan,
  SessionList,
  SessionSettings,
  SessionSummary,
  StudioEngine,
  TripletSummary,
} from './types';

/** The studio's engine, one per worker: what was opened, and the last analysis. */
export class Engine implements StudioEngine {
  private readonly runtime = createBrowserRuntime();
  private model: EmbeddingModel | null = null;
  private readonly sets = new Map<DataRole, DataSource>();
  private readonly dataViews = new DataViews({ model: () => this.model, set: (role) => this.sets.get(role)?.set });
  private running: { readonly cancel: AbortController; readonly pause: Pause } | null = null;
  private finished: FinishedRun | null = null;
  private readonly sessions = new Sessions();
  private readonly unfinishedWork = new UnfinishedWork();
  private readonly hub = new HubModels();
  private readonly openDevice = async (choice: DeviceChoice) => createBrowserDevice(this.runtime, await this.chooseDevice(choice));
  private readonly bench = new QualityBench(this.openDevice);
  private readonly inputs = new InputMeter(this.openDevice);
  private readonly recoveries = new KeptRecoveries();
  private readonly evidence = new Evidence(this.bench, this.openDevice, (key, work, reached) => this.recoveries.begin(key, work, reached));
  private tunings: { readonly of: FinishedRun; readonly tuning: Tuning } | null = null;
  private views: { readonly of: FinishedRun; readonly views: TensorViews } | null = null;

  async probe(): Promise<DeviceProbe> {
    const threads = availableThreads();
    try {
      // Browsers without WebGPU have no navigator.gpu, whatever the types say.
      const { device, name, software } = await requestGpu((navigator as { readonly gpu?: GPU }).gpu);
      device.destroy();
      return { webgpu: name, threads, automatic: software ? 'wasm' : 'webgpu' };
    } catch {
      return { webgpu: null, threads, automatic: 'wasm' };
    }
  }

  async openModel(files: readonly NamedFile[]): Promise<ModelSummary> {
    const { name, entries } = await asFolder(files);
    const model = openEmbeddingModel(name, entries);
    const summary = summarizeModel(model);
    this.model = model;
    this.finished = null;
    return summary;
  }

  findOnHub(reference: string, token: string | null): Promise<HubFound> {
    return this.hub.findOnHub(reference, token);
  }

  fetchFromHub(path: string, token: string | null, onBytes: (bytes: Bytes) => void): Promise<readonly NamedFile[]> {
    return this.hub.fetchFromHub(path, token, onBytes);
  }

  cancelHub(): Promise<void> {
    return this.hub.cancelHub();
  }

  hubBytes(): Promise<Bytes> {
    return this.hub.hubBytes();
  }

  removeHubFiles(): Promise<void> {
    return this.hub.removeHubFiles();
  }

  hashModel(): Promise<string> {
    return sha256OfSource(this.opened().files.model);
  }

  async openTriplets(role: DataRole, file: NamedFile, reading: Reading): Promise<TripletSummary> {
    const inspected = await openData(file, reading);
    this.sets.set(role, { set: inspected.set, content: file.content, reading, leftOut: inspected.badRecords });
    return summarizeSet(inspected, reading);
  }

  inspectColumns(file: NamedFile): Promise<FileColumns> {
    return this.dataViews.inspectColumns(file);
  }

  measureLengths(role: DataRole, prompts: Prompts, onProgress: (lengths: TokenLengths) => void): Promise<void> {
    return this.dataViews.measureLengths(role, prompts, onProgress);
  }

  findOverlaps(): Promise<Overlaps> {
    return this.dataViews.findOverlaps();
  }

  records(role: DataRole, start: number, count: number): Promise<readonly Triplet[]> {
    return this.dataViews.records(role, start, count);
  }

  async planAnalysis(settings: AnalysisSettings, choice: DeviceChoice): Promise<ExpectedPlan> {
    const { model, tokenizer, splits } = this.ready(settings);
    const device = await this.openDevice(choice);
    try {
      const { general, domain } = await recordsToPlan(device, splits, { model, tokenizer, settings });
      const prepared = prepareRecords({ tokenizer, general, domain, settings });
      const plan = planAnalysis(model, prepared, device.limits, budgetOf(settings));
      return {
        ...summarizePlan(plan),
        expectedMs: await estimateTime(device, { model, tokenizer, settings }, prepared, plan, () => performance.now()),
      };
    } finally {
      device.destroy();
    }
  }

  async analyze(
    settings: AnalysisSettings,
    device: DeviceChoice,
    onProgress: (progress: AnalysisProgress) => void,
    onIncident: (incident: Incident) => void,
    onLongWork: (isUnderWay: boolean) => void = () => undefined,
  ): Promise<AnalysisSummary> {
    if (this.running !== null) throw new EngineStateError('An analysis is running already.');
    const { model, tokenizer, general, domain, splits } = this.ready(settings);
    const running = { cancel: new AbortController(), pause: new Pause() };
    this.running = running;
    this.finished = null;
    const start = performance.now();
    try {
      let reached = { done: 0, total: 0 };
      const note = (progress: AnalysisProgress): void => {
        if (progress.phase !== 'sample') reached = { done: progress.done, total: progress.total };
        onProgress(progress);
      };
      const hooks = { signal: running.cancel.signal, pause: running.pause, onProgress: note, onLongWork, now: () => performance.now() };
      const open = (kind: 'webgpu' | 'wasm') => createBrowserDevice(this.runtime, kind);
      const work = async (target: Device) => {
        const key = await workKey(model, { general, domain }, settings, target.name);
        const kept = { key, modelName: model.name, model: [...model.folder], general: dataOf(general), domain: dataOf(domain) };
        const onUnkept = (): void => onIncident('unkept');
        const place = await this.unfinishedWork.begin({ ...kept, settings, device }, () => reached).catch(() => null);
        if (place === null) onUnkept();
        const checkpoints = place && new Checkpoints(analysisFormat, place.slots, key, hooks.now, PACE, onUnkept);
        try {
          const { used, ...sets } = await chooseRecords(target, splits, { model, tokenizer, settings }, withSampling(hooks, target));
          const told = { onResumed: () => onIncident('resumed'), onUnchecked: () => onIncident('unchecked') };
          const resumable = { ...hooks, ...told, checkpoints, reference: () => open('wasm') };
          return { used, statistics: await analyze(target, { model, tokenizer, ...sets, settings }, resumable) };
        } catch (error) {
          // Who cancels wants nothing kept.
          if (error instanceof CancelledError) await checkpoints?.clear();
          throw error;
        } finally {
          place?.release();
        }
      };
      const { result, device: name } = await outliveDevice(open, await this.chooseDevice(device), work, onIncident);
      const { used, statistics } = result;
      const elapsedMs = milliseconds(performance.now() - start);
      const source = { settings, modelFiles: model.folder, general, domain, used, device: name, elapsedMs, statistics };
      const manifest = await describeRun(source);
      this.finished = { model, tokenizer, pruner: new Pruner(model, statistics.tensors), manifest, statistics, general, domain };
      return summarizeRun(this.finished);
    } finally {
      this.running = null;
    }
  }

  async unfinished(): Promise<UnfinishedSummary | null> {
    const latest = await this.unfinishedWork.latest();
    if (latest === null) return null;
    const { id, record } = latest;
    const { savedAt, done, total, modelName, general, domain } = record;
    return { id, savedAt, done, total, modelName, general: general.name, domain: domain.name };
  }

  async openUnfinished(id: string): Promise<OpenedUnfinished> {
    const { record, model: files, ...sets } = await this.unfinishedWork.open(id);
    const { modelName, settings, device } = record;
    const model = await this.openModel(files.map(({ name, content }) => ({ name: `${modelName}/${name}`, content })));
    const general = await this.openTriplets('general', sets.general, record.general.reading);
    const domain = await this.openTriplets('domain', sets.domain, record.domain.reading);
    return { model, general, domain, settings, device };
  }

  discardUnfinished(id: string): Promise<void> {
    return this.unfinishedWork.discard(id);
  }

  async unfinishedRecovery(): Promise<UnfinishedRecovery | null> {
    const latest = this.finished && (await this.recoveries.latest(await runKey(this.finished.manifest)));
    if (latest === null) return null;
    const { savedAt, done, scoring, mask, update, recovery, device } = latest.record;
    return { id: latest.id, savedAt, done, settings: { scoring, mask }, update, recovery, device };
  }

  discardRecovery(id: string): Promise<void> {
    return this.recoveries.discard(id);
  }

  cancel(): Promise<void> {
    this.running?.cancel.abort();
    return Promise.resolve();
  }

  setPaused(paused: boolean): Promise<void> {
    if (paused) this.running?.pause.hold();
    else this.running?.pause.resume();
    return Promise.resolve();
  }

  async exportRun(): Promise<Download> {
    const { model, manifest, statistics } = this.results();
    const files = await runFiles(manifest, statistics.tensors);
    const content = await zipBlob([...files].map(([name, file]) => ({ name, content: file })));
    return { fileName: `${model.name}-run.zip`, content };
  }

  async openRun(given: readonly NamedFile[], imported: ImportedAs): Promise<OpenedRun> {
    const files = await unpacked(given);
    const found = runFilesAmong(files);
    if (found === null) return this.importRun(files, imported);
    const { manifest, statistics } = found;
    const read = readRunManifest(await manifest.content.text());
    const sets = { general: await this.setOf('general', read.generalData), domain: await this.setOf('domain', read.domainData) };
    this.finished = await openRunOf(this.opened(), read, new Uint8Array(await statistics.content.arrayBuffer()), sets);
    return { settings: read.settings, analysis: summarizeRun(this.finished) };
  }

  private async importRun(files: readonly NamedFile[], { settings, measuredOn }: ImportedAs): Promise<OpenedRun> {
    const { model, tokenizer } = prepare(this.opened(), analysisSettings.parse(settings));
    const source = (role: DataRole): DataSource | null => (measuredOn.includes(role) ? (this.sets.get(role) ?? null) : null);
    const sets = { general: source('general'), domain: source('domain') };
    const contents = await Promise.all(
      files.map(async ({ name, content }) => [name, new Uint8Array(await content.arrayBuffer())] as const),
    );
    const { manifest, tensors } = await importRun(model, new Map(contents), settings, sets);
    this.finished = finishedRunOf({ model, tokenizer }, manifest, tensors, sets);
    return { settings: manifest.settings, analysis: summarizeRun(this.finished) };
  }

  listSessions(): Promise<SessionList> {
    return this.sessions.list();
  }

  saveSession(name: string, scoring: ScoringSettings, mask: MaskSettings): Promise<SessionSummary> {
    return this.sessions.save(this.results(), name, scoring, mask);
  }

  async openSession(id: string): Promise<OpenedSession> {
    const { record, manifest, statistics, ...files } = await this.sessions.open(id);
    const model = await this.openModel(files.model.map(({ name, content }) => ({ name: `${record.modelName}/${name}`, content })));
    const { generalData, domainData } = manifest;
    const general = files.general === null ? null : await this.openTriplets('general', files.general, readingIn(generalData));
    const domain = files.domain === null ? null : await this.openTriplets('domain', files.domain, readingIn(domainData));
    const sets = { general: await this.setOf('general', generalData), domain: await this.setOf('domain', domainData) };
    this.finished = await openRunOf(this.opened(), manifest, new Uint8Array(await statistics.arrayBuffer()), sets);
    const { name, scoring, mask, findings } = record;
    const analysis = summarizeRun(this.finished);
    return { name, model, general, domain, settings: manifest.settings, analysis, scoring, mask, findings };
  }

  sessionSettings(id: string): Promise<SessionSettings> {
    return this.sessions.settings(id);
  }

  changeSession(id: string, change: SessionChange): Promise<SessionSummary> {
    return this.sessions.change(id, change);
  }

  deleteSession(id: string): Promise<void> {
    return this.sessions.remove(id);
  }

  exportSession(id: string): Promise<Download> {
    return this.sessions.export(id);
  }

  importSession(file: NamedFile): Promise<SessionSummary> {
    return this.sessions.import(file);
  }

  async plan(scoring: ScoringSettings, mask: MaskSettings): Promise<PrunePlan> {
    return this.tuning().plan({ scoring, mask });
  }

  cancelPlan(): Promise<void> {
    this.tunings?.tuning.cancelPlan();
    return Promise.resolve();
  }

  async scoreHistogram(settings: PruneSettings): Promise<ScoreHistogram> {
    return this.tuning().scoreHistogram(settings);
  }

  async overlap(a: PruneSettings, b: PruneSettings): Promise<readonly TensorOverlap[]> {
    return this.tuning().overlap(a, b);
  }

  async magnitudeOverlap(settings: PruneSettings): Promise<number> {
    return this.tuning().magnitudeOverlap(settings);
  }

  async measureInputs(detail: Exclude<InputDetail, 'none'>, device: DeviceChoice, onProgress: (share: number) => void): Promise<void> {
    return this.inputs.measure(this.results(), detail, device, onProgress);
  }

  cancelInputs(): Promise<void> {
    this.inputs.cancel();
    return Promise.resolve();
  }

  async measureSizes(settings: PruneSettings): Promise<MeasuredSizes> {
    return this.tuning().measureSizes(settings);
  }

  async exportPruned(
    scoring: ScoringSettings,
    mask: MaskSettings,
    options: ExportOptions,
    onProgress: (step: string) => void,
  ): Promise<ExportResult> {
    const run = this.results();
    const { model, tokenizer, pruner, manifest } = run;
    const texts = comparisonTexts(run);
    const device = await createBrowserDevice(this.runtime, 'wasm');
    try {
      const { tensors: statistics } = run.statistics;
      const changed = this.evidence.refinedFor(run, { scoring, mask });
      const from = { model, tokenizer, pruner, texts, scoring, mask, options, manifest, statistics, device };
      const input = changed === null ? from : { ...from, changed };
      const pruned = await exportPruned(input, onProgress);
      onProgress('Packing the files');
      const file = await asDownload(`${model.name}-pruned-${Math.round(mask.sparsity * 100)}`, pruned);
      return { ...file, report: { ...pruned.report, downloadBytes: bytes(file.content.size) } };
    } finally {
      device.destroy();
    }
  }

  commandLines(scoring: ScoringSettings, mask: MaskSettings, precision: ExportOptions['precision']): Promise<readonly string[]> {
    const run = this.results();
    const change = this.evidence.refinedFor(run, { scoring, mask })?.by;
    return Promise.resolve(commandLines(run.model, run.manifest, scoring, mask, precision, change));
  }

  async tensorCells(question: CellsQuestion): Promise<readonly Float32Array[] | null> {
    return this.tensorViews().tensorCells(question);
  }

  async tensorRange(question: RangeQuestion): Promise<readonly number[] | null> {
    return this.tensorViews().tensorRange(question);
  }

  async elementAt(question: ElementQuestion): Promise<ElementFigures> {
    return this.tensorViews().elementAt(question);
  }

  openHeldOut(role: DataRole, file: NamedFile): Promise<HeldOutSummary> {
    return this.bench.openHeldOut(role, file);
  }

  openPutAside(role: DataRole): Promise<HeldOutSummary> {
    return Promise.resolve(this.bench.openPutAside(role, this.results()));
  }

  leaveOutUsed(): Promise<Readonly<Record<DataRole, HeldOutSummary>>> {
    return Promise.resolve(this.bench.leaveOutUsed(this.results()));
  }

  async measureQuality(settings: PruneSettings, device: DeviceChoice, onProgress: (progress: QualityProgress) => void): Promise<Quality> {
    const run = this.results();
    return this.bench.measure(run, settings, device, onProgress, this.evidence.refinedFor(run, settings)?.patch);
  }

  async explainMask(settings: PruneSettings, onProgress: (progress: QualityProgress) => void): Promise<Explanation> {
    return this.bench.explain(this.results(), settings, onProgress);
  }

  cancelQuality(): Promise<void> {
    this.bench.cancel();
    return Promise.resolve();
  }

  async measureCurve(question: CurveQuestion, device: DeviceChoice, onFound: Found<CurvePoint>): Promise<readonly CurvePoint[]> {
    return this.evidence.measureCurve(this.results(), question, device, onFound);
  }

  async measureSensitivity(
    question: SensitivityQuestion,
    device: DeviceChoice,
    onFound: Found<SensitivityRow>,
  ): Promise<readonly SensitivityRow[]> {
    return this.evidence.measureSensitivity(this.results(), question, device, onFound);
  }

  async recommend(
    settings: PruneSettings,
    budgetMs: number,
    device: DeviceChoice,
    onFound: Found<TriedContender>,
  ): Promise<Recommendation> {
    return this.evidence.recommend(this.results(), settings, budgetMs, device, onFound);
  }

  async refine(question: RefineQuestion, device: DeviceChoice, onProgress: (progress: RefineProgress) => void): Promise<Refined> {
    return this.evidence.refine(this.results(), question, device, onProgress);
  }

  async makeReport(settings: PruneSettings, measured: Measured, format: ReportFormat): Promise<Download> {
    return this.evidence.makeReport(this.results(), settings, measured, format);
  }

  stopRefining(): Promise<void> {
    this.evidence.stopRefining();
    return Promise.resolve();
  }

  dropRefined(): Promise<void> {
    this.evidence.dropRefined();
    return Promise.resolve();
  }

  cancelEvidence(leave?: boolean): Promise<void> {
    this.evidence.cancel(leave);
    return Promise.resolve();
  }

  /** The views of the analysis that is finished; a device of an earlier one is let go. */
  private tensorViews(): TensorViews {
    const of = this.results();
    if (this.views?.of === of) return this.views.views;
    void this.views?.views.close();
    const { model, pruner, statistics } = of;
    this.views = { of, views: new TensorViews({ model, pruner, statistics: statistics.tensors }, this.openDevice) };
    return this.views.views;
  }

  private tuning(): Tuning {
    const of = this.results();
    if (this.tunings?.of !== of) this.tunings = { of, tuning: new Tuning(of.model, of.pruner, of.statistics.tensors) };
    return this.tunings.tuning;
  }

  private results(): FinishedRun {
    if (this.finished === null) throw new EngineStateError('There is no finished analysis. Run one first.');
    return this.finished;
  }

  private opened(): EmbeddingModel {
    if (this.model === null) throw new EngineStateError('Open a model first.');
    return this.model;
  }

  /** The open set, if it is the one a run was made from. */
  private async setOf(role: DataRole, data: RunManifest['generalData']): Promise<DataSource | null> {
    const source = this.sets.get(role);
    if (data === null || source === undefined || !isReadAs(source, data)) return null;
    return (await sha256Of(source.content)) === data.sha256 ? source : null;
  }

  private ready(settings: AnalysisSettings) {
    const [general, domain] = [this.sets.get('general'), this.sets.get('domain')];
    const model = this.opened();
    if (general === undefined || domain === undefined) throw new EngineStateError('Open a general and a domain data set first.');
    const splits = splitBy(general.set, domain.set, settings);
    checkRecords(splits.general.analysed, splits.domain.analysed, settings);
    return { ...prepare(model, settings), general, domain, splits };
  }

  private async chooseDevice(choice: DeviceChoice): Promise<'webgpu' | 'wasm'> {
    return choice === 'auto' ? (await this.probe()).automatic : choice;
  }
}

const dataOf = ({ set, content, reading }: DataSource) => ({ name: set.fileName, content, reading });
