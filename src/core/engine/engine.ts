import { analyze } from '../analysis/analyze';
import type { TextTokenizer } from '../data/tokenizer';
import { readTriplets } from '../data/read-triplets';
import { exportPruned } from '../export/export-pruned';
import { type DataSource, type FinishedRun, runFiles } from '../export/run-files';
import { zipBlob } from '../archive/write-zip';
import { Pruner } from '../gaprune/pruner';
import type { AnalysisSettings, MaskSettings, ScoringSettings } from '../gaprune/settings';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { summarizeModel } from '../model/summary';
import { availableThreads, createBrowserDevice, createBrowserRuntime } from '../runtime/browser';
import { requestGpu } from '../runtime/webgpu-device';
import { bytes, milliseconds } from '../units';
import { asFolder } from './as-folder';
import { EngineStateError } from './errors';
import { checkRecords, prepare } from './prepare';
import { summarizeAnalysis } from './summaries';
import type {
  AnalysisProgress,
  AnalysisSummary,
  DataRole,
  DeviceProbe,
  Download,
  DeviceChoice,
  ExportResult,
  ModelSummary,
  NamedFile,
  PrunePlan,
  StudioEngine,
  TripletSummary,
} from './types';

/** Records shown of a data set. */
const PREVIEW = 5;

interface Finished {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly pruner: Pruner;
  readonly texts: readonly string[];
  readonly run: FinishedRun;
}

/** The studio's engine, one per worker: what was opened, and the last analysis. */
export class Engine implements StudioEngine {
  private readonly runtime = createBrowserRuntime();
  private model: EmbeddingModel | null = null;
  private readonly sets = new Map<DataRole, DataSource>();
  private running: AbortController | null = null;
  private finished: Finished | null = null;

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

  async openTriplets(role: DataRole, file: NamedFile): Promise<TripletSummary> {
    const set = readTriplets(file.name, await file.content.text());
    this.sets.set(role, { set, content: file.content });
    return { fileName: set.fileName, records: set.triplets.length, preview: set.triplets.slice(0, PREVIEW) };
  }

  async analyze(
    settings: AnalysisSettings,
    device: DeviceChoice,
    onProgress: (progress: AnalysisProgress) => void,
  ): Promise<AnalysisSummary> {
    if (this.running !== null) throw new EngineStateError('An analysis is running already.');
    const { model, tokenizer, general, domain } = this.ready(settings);
    const sets = { general: general.set, domain: domain.set };
    const running = new AbortController();
    this.running = running;
    this.finished = null;
    const start = performance.now();
    try {
      const target = await createBrowserDevice(this.runtime, await this.chooseDevice(device));
      try {
        const hooks = { signal: running.signal, onProgress, now: () => performance.now() };
        const statistics = await analyze(target, { model, tokenizer, ...sets, settings }, hooks);
        const elapsedMs = milliseconds(performance.now() - start);
        const texts = domain.set.triplets.slice(0, 2).flatMap(({ query, positive }) => [query, positive]);
        const run = { settings, modelFiles: model.folder, general, domain, device: target.name, elapsedMs, statistics };
        this.finished = { model, tokenizer, pruner: new Pruner(model, statistics.tensors), texts, run };
        return summarizeAnalysis(model, statistics, target.name, elapsedMs);
      } finally {
        target.destroy();
      }
    } finally {
      this.running = null;
    }
  }

  cancel(): Promise<void> {
    this.running?.abort();
    return Promise.resolve();
  }

  async exportRun(): Promise<Download> {
    const { model, run } = this.results();
    const { files } = await runFiles(run);
    const content = await zipBlob([...files].map(([name, file]) => ({ name, content: file })));
    return { fileName: `${model.name}-run.zip`, content };
  }

  plan(scoring: ScoringSettings, mask: MaskSettings): Promise<PrunePlan> {
    const { total, zeros, tensors } = this.results().pruner.plan(scoring, mask).plan;
    const rows = tensors.map(({ name, layer, size, zeros: count, meanScore }) => ({ name, layer, size, zeros: count, meanScore }));
    return Promise.resolve({ total, zeros, tensors: rows });
  }

  async exportPruned(scoring: ScoringSettings, mask: MaskSettings, onProgress: (step: string) => void): Promise<ExportResult> {
    const { model, tokenizer, pruner, texts, run } = this.results();
    const device = await createBrowserDevice(this.runtime, 'wasm');
    try {
      const pruned = await exportPruned(
        { model, tokenizer, pruner, texts, batchSize: run.settings.batchSize, scoring, mask, device, statisticsFile: null },
        onProgress,
      );
      onProgress('Packing the archive');
      const zip = await zipBlob([...pruned.files].map(([name, content]) => ({ name, content })));
      const fileName = `${model.name}-pruned-${Math.round(mask.sparsity * 100)}.zip`;
      return { fileName, zip, report: { ...pruned.report, zipBytes: bytes(zip.size) } };
    } finally {
      device.destroy();
    }
  }

  private results(): Finished {
    if (this.finished === null) throw new EngineStateError('There is no finished analysis. Run one first.');
    return this.finished;
  }

  private ready(settings: AnalysisSettings) {
    const [general, domain] = [this.sets.get('general'), this.sets.get('domain')];
    if (this.model === null) throw new EngineStateError('Open a model first.');
    if (general === undefined || domain === undefined) throw new EngineStateError('Open a general and a domain data set first.');
    checkRecords(general.set, domain.set, settings);
    return { ...prepare(this.model, settings), general, domain };
  }

  private async chooseDevice(choice: DeviceChoice): Promise<'webgpu' | 'wasm'> {
    return choice === 'auto' ? (await this.probe()).automatic : choice;
  }
}
