import type { HubEngine } from './hub-types';
import type { UnfinishedEngine } from './unfinished-types';
import type { Incident } from '../analysis/incident';
import type { PlanSummary } from '../analysis/plan';
import type { StepPhase } from '../analysis/schedule';
import type { Reading } from '../data/formats';
import type { RecordProblem, TripletField } from '../data/triplet';
import type { AnalysisSettings, MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { NotFinite } from '../gaprune/statistics';
import type { AttentionHeads } from '../model/attention-heads';
import type { ImportSettings } from '../import/import-run';
import type { LayerFigures } from '../gaprune/layer-means';
import type { LayerType } from '../model/layer-types';
import type { PoolingMode } from '../model/pooling';
import type { ModelPrompts } from '../model/prompts';
import type { ExportOptions } from '../export/options';
import type { SessionChange } from '../sessions/session';
import type { Findings } from '../trials/findings';
import type { StorageUse } from '../sessions/store';
import type { DataViewer } from './data-view-types';
import type { TensorViewer } from './tensor-view-types';
import type { EvidenceEngine } from './evidence-types';
import type { QualityEngine } from './quality-types';
import type { TuningEngine } from './tuning-types';
import type { Bytes, Milliseconds } from '../units';

/** A file a person gave. `name` may hold a relative path with `/` (a dropped folder). */
export interface NamedFile {
  readonly name: string;
  readonly content: Blob;
}

export type DataRole = 'general' | 'domain';
export type DeviceChoice = 'auto' | 'webgpu' | 'wasm';

export interface ParameterSummary {
  readonly name: string;
  readonly shape: readonly number[];
  readonly layer: number | null;
  readonly types: readonly LayerType[];
  readonly prunable: boolean;
}

export interface OperatorSummary {
  readonly operator: string;
  readonly count: number;
  /** `differentiable`: lies between weights and output and has a rule; `constant`: computed on the host; else refused. */
  readonly state: 'differentiable' | 'constant' | 'unsupported';
  readonly reason: string;
}

/** What `inspect` and the studio's model panel show. */
export interface ModelSummary {
  readonly name: string;
  readonly architecture: string;
  readonly sizeBytes: Bytes;
  readonly opset: number;
  readonly precision: string;
  readonly pooling: readonly PoolingMode[];
  /** What follows pooling, in words. */
  readonly head: readonly string[];
  readonly layers: number;
  /** How attention is cut into heads; null when the files do not say. */
  readonly attention: AttentionHeads | null;
  readonly parameters: readonly ParameterSummary[];
  readonly operators: readonly OperatorSummary[];
  /** Largest number of tokens the model was made for; a longer max length is refused. Null when the files do not say. */
  readonly maxPositions: number | null;
  /** Tokens that sentence-transformers cuts texts at, by its own file or the tokenizer's; null when neither says. */
  readonly maxSequence: number | null;
  /** What goes before queries and documents, as the model was trained. */
  readonly prompts: ModelPrompts;
  /** Weights of queries, keys and values that stay one matrix, and why, in words. */
  readonly whole: readonly string[];
  /** Whether the files came without a tokenizer: it can be given on its own then. */
  readonly lacksTokenizer: boolean;
  /** Why the model cannot be analysed, or null. */
  readonly refusal: string | null;
}

export interface TripletSummary {
  readonly fileName: string;
  readonly records: number;
  readonly preview: readonly { readonly query: string; readonly positive: string; readonly negative: string }[];
  /** Records of the file that were left out, with the first problems of them. */
  readonly leftOut: number;
  readonly problems: readonly RecordProblem[];
  /** Good records beyond what is held in memory. */
  readonly notKept: number;
  /** No record has a negative: the other positives of a batch are the negatives. */
  readonly pairs: boolean;
  /** Records with more than one negative. */
  readonly severalNegatives: number;
  readonly reading: Reading;
  /** The file's columns: those that each text was read from, and the others. */
  readonly read: Readonly<Record<TripletField, readonly string[]>>;
  readonly ignored: readonly string[];
}

export type AnalysisPhase = 'sample' | 'check' | 'prepare' | StepPhase | 'finish';

export interface AnalysisProgress {
  readonly phase: AnalysisPhase;
  /** The phases of this analysis, in order. */
  readonly phases: readonly AnalysisPhase[];
  /** Samples done and to do over all phases (a sample is one triplet in one gradient). */
  readonly done: number;
  readonly total: number;
  readonly samplesPerSecond: number;
  readonly remainingMs: Milliseconds | null;
  readonly loss: number | null;
  /** Figures of the layers so far; null in the reports between, as they do not change much. */
  readonly layers: readonly LayerFigures[] | null;
  /** Memory that the device holds for us: weights, sums, inputs. What onnxruntime holds for itself is not known. */
  readonly deviceBytes: Bytes;
}

export interface ImportedFacts {
  /** The files that were measured on; null where nobody said. */
  readonly sets: Readonly<Record<DataRole, string | null>>;
  /** Without gradients, alignment is known of whole tensors alone. */
  readonly hasGradients: boolean;
}

/** One cell of the heatmap: mean quantities of one weight. */
export interface TensorSummary {
  readonly name: string;
  readonly meanFisherGeneral: number;
  readonly meanFisherDomain: number;
  readonly tensorAlignment: number;
  readonly conflictRate: number;
  readonly meanMagnitude: number;
}

export interface AnalysisSummary {
  readonly device: string;
  readonly elapsedMs: Milliseconds;
  readonly tensors: readonly TensorSummary[];
  /** Null where no batch counted. */
  readonly meanLossGeneral: number | null;
  readonly meanLossDomain: number | null;
  /** What is known of statistics that another program measured; null of an analysis. */
  readonly imported: ImportedFacts | null;
  /** Records that were put aside to measure with. */
  readonly heldOut: Readonly<Record<DataRole, number>>;
  /** Micro-batches left out because their loss was ≤ 0, or nothing finite was left of them. */
  readonly skipped: number;
  /** Records left out because no finite loss and gradient could be made of them, by their numbers in the sets, from 0. */
  readonly notFinite: readonly NotFinite[];
}

export interface TensorPlan {
  readonly name: string;
  readonly layer: number | null;
  readonly size: number;
  readonly zeros: number;
  /** Mean importance score of the weight's elements. */
  readonly meanScore: number;
}

/** What the mask would do under the settings given: exact counts. */
export interface PrunePlan {
  readonly total: number;
  readonly zeros: number;
  readonly tensors: readonly TensorPlan[];
}

export interface ExportReport {
  /** Zeros planned, and zeros counted in the file after it was read back. */
  readonly zeros: number;
  readonly zerosInFile: number;
  readonly weightsMasked: number;
  /**
   * Largest element-wise difference between the embeddings of the exported file and of the in-memory pruned model; null where the model is
   * too large to be run twice.
   */
  readonly maxEmbeddingDifference: number | null;
  readonly modelBytes: Bytes;
  readonly downloadBytes: Bytes;
  /** The ONNX file and its data files. */
  readonly outputs: readonly { readonly path: string; readonly bytes: Bytes; readonly sha256: string }[];
}

export interface ExportResult extends Download {
  readonly report: ExportReport;
}

export interface DeviceProbe {
  readonly webgpu: string | null;
  readonly threads: number;
  readonly automatic: 'webgpu' | 'wasm';
}

/** A file to download. */
export interface Download {
  readonly fileName: string;
  readonly content: Blob;
}

/** What statistics of another program do not say themselves. */
export interface ImportedAs {
  readonly settings: ImportSettings;
  /** The open sets that they were measured on. */
  readonly measuredOn: readonly DataRole[];
}

/** A run read from its files: the settings it was made with, and its figures. */
export interface OpenedRun {
  readonly settings: AnalysisSettings;
  readonly analysis: AnalysisSummary;
}

/** A session in the list. `createdAt` is ISO 8601; sets are file names, null when the run came without them. */
export interface SessionSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly modelName: string;
  readonly general: string | null;
  readonly domain: string | null;
  readonly device: string;
  readonly elapsedMs: number;
  readonly sparsity: number;
  readonly runBytes: Bytes;
  /** Of the model's files, which sessions of one model share. */
  readonly modelBytes: Bytes;
}

export interface SessionList extends StorageUse {
  readonly sessions: readonly SessionSummary[];
}

/** The settings a session was left with. */
export interface SessionSettings {
  readonly settings: AnalysisSettings;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
}

/** A session as the page shows it once it is open. */
export interface OpenedSession extends OpenedRun, SessionSettings {
  readonly name: string;
  readonly model: ModelSummary;
  readonly general: TripletSummary | null;
  readonly domain: TripletSummary | null;
  /** What was measured; null for nothing yet. */
  readonly findings: Findings | null;
}

/** A plan, and how long it is expected to take. */
export interface ExpectedPlan extends PlanSummary {
  readonly expectedMs: Milliseconds;
}

/**
 * What the studio's page asks of its worker. Everything that crosses is plain data; errors cross as `ErrorReport`s,
 * rebuilt on the page. One call of `analyze` at a time.
 */
export interface StudioEngine extends TensorViewer, TuningEngine, DataViewer, QualityEngine, EvidenceEngine, HubEngine, UnfinishedEngine {
  /** Whether WebGPU can be used here, and by what name the adapter goes. `automatic` is the device that `auto` takes. */
  probe(): Promise<DeviceProbe>;
  openModel(files: readonly NamedFile[]): Promise<ModelSummary>;
  /** SHA-256 of the open model's ONNX file, in hexadecimal. */
  hashModel(): Promise<string>;
  openTriplets(role: DataRole, file: NamedFile, reading: Reading): Promise<TripletSummary>;
  /** What an analysis would do, hold and take under these settings: a gradient is made to see. Rejects where memory does not do. */
  planAnalysis(settings: AnalysisSettings, device: DeviceChoice): Promise<ExpectedPlan>;
  /**
   * @param onIncident told of what the analysis got over; it goes on
   * @param onLongWork told before and after what takes longer than a step
   */
  analyze(
    settings: AnalysisSettings,
    device: DeviceChoice,
    onProgress: (progress: AnalysisProgress) => void,
    onIncident: (incident: Incident) => void,
    onLongWork?: (isUnderWay: boolean) => void,
  ): Promise<AnalysisSummary>;
  cancel(): Promise<void>;
  /** Hold the analysis between two micro-batches, or let it go on. */
  setPaused(paused: boolean): Promise<void>;
  /** The finished analysis as a zip of `run.json` and `statistics.safetensors`: what the command line's `prune` reads. */
  exportRun(): Promise<Download>;
  /**
   * A run's two files (`run.json`, `statistics.safetensors`), on the model that is open and that they were made from; or, without `run.json`,
   * statistics that another program measured on it.
   */
  openRun(files: readonly NamedFile[], imported: ImportedAs): Promise<OpenedRun>;
  listSessions(): Promise<SessionList>;
  /** Keep the finished analysis in the browser. */
  saveSession(name: string, scoring: ScoringSettings, mask: MaskSettings): Promise<SessionSummary>;
  openSession(id: string): Promise<OpenedSession>;
  sessionSettings(id: string): Promise<SessionSettings>;
  changeSession(id: string, change: SessionChange): Promise<SessionSummary>;
  deleteSession(id: string): Promise<void>;
  /** A session as one file. */
  exportSession(id: string): Promise<Download>;
  importSession(file: NamedFile): Promise<SessionSummary>;
  plan(scoring: ScoringSettings, mask: MaskSettings): Promise<PrunePlan>;
  exportPruned(
    scoring: ScoringSettings,
    mask: MaskSettings,
    options: ExportOptions,
    onProgress: (step: string) => void,
  ): Promise<ExportResult>;
  /** The `gaprune` commands that repeat the analysis and this pruning. */
  commandLines(scoring: ScoringSettings, mask: MaskSettings, precision: ExportOptions['precision']): Promise<readonly string[]>;
}
