import type { ByteSource } from '../bytes/byte-source';
import type { TextTokenizer } from '../data/tokenizer';
import type { ExportReport } from '../engine/types';
import type { Pruner, ScoredPlan } from '../gaprune/pruner';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Masks } from '../model/masks';
import { type WeightPatch, maskedPatch } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { sizeOf } from '../tensor';
import { bytes } from '../units';
import { type WeightChange, commandLines } from './command';
import { checkConversion, convertPrecision } from './convert-precision';
import { evaluationConfig } from './evaluation-config';
import { SHARE_MAP, modelCard } from './model-card';
import type { ExportOptions } from './options';
import { pruneStats } from './prune-report';
import { writePruned } from './pruned-files';
import { RUN_STATISTICS, runFiles } from './run-files';
import type { RunManifest } from './run-manifest';
import { writeSafetensors } from './safetensors';
import { sha256OfSource } from './sha256';
import { shareMap } from './share-map';
import { compareEmbeddings, isComparable } from './verify';

/** Texts to compare embeddings on when none are given. */
export const PROBE_TEXTS = [
  'The enzyme catalyses the hydrolysis of the ester.',
  'What is the boiling point of ethanol?',
  'Quarterly revenue rose by four percent.',
];

export interface ExportInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly pruner: Pruner;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  readonly options: ExportOptions;
  /** The run that the scores were made from, and what it measured. */
  readonly manifest: RunManifest;
  readonly statistics: readonly TensorStatistics[];
  /** Other values than the model's own, with zeros where the mask takes a weight, and what they come from. */
  readonly changed?: { readonly patch: WeightPatch; readonly by: WeightChange };
  /** A few texts to compare embeddings on. */
  readonly texts: readonly string[];
  /** Where both models are run for the comparison. */
  readonly device: Device;
}

export type FileContent = ByteSource | string | readonly Uint8Array[];

/** Whether a file is read as it is written: a weight file, or one in memory. */
export const isSource = (content: FileContent): content is ByteSource => typeof content !== 'string' && !Array.isArray(content);

export interface PrunedExport {
  /** Every file that is handed out, by relative path. Long ones come in parts. */
  readonly files: ReadonlyMap<string, FileContent>;
  /** Path of the ONNX file among them. */
  readonly onnxPath: string;
  readonly report: Omit<ExportReport, 'downloadBytes'>;
}

/** Prune, write, read back and compare (section 10). Nothing is handed out that was not checked. */
export async function exportPruned(input: ExportInput, onProgress: (step: string) => void): Promise<PrunedExport> {
  const { model, pruner, scoring, mask, options } = input;
  onProgress('Making the masks');
  const scored = pruner.plan(scoring, mask);
  const masks = pruner.plannedMasks(scored);
  onProgress('Writing the model and counting its zeros');
  const written = writePruned(model, masks, input.changed?.patch);
  onProgress('Writing the precision that was asked for');
  const exported = convertPrecision(written.model, options.precision);
  checkConversion(written.model, exported);
  const maxEmbeddingDifference = isComparable(model) ? await compared(input, masks, exported, onProgress) : null;
  const report = {
    zeros: scored.plan.zeros,
    zerosInFile: written.zerosInMasked,
    weightsMasked: scored.plan.total,
    maxEmbeddingDifference,
    modelBytes: bytes(onnxFiles(exported).reduce((sum, [, file]) => sum + file.length, 0)),
    outputs: await Promise.all(
      onnxFiles(exported).map(async ([path, file]) => ({
        path,
        bytes: bytes(file.length),
        sha256: await sha256OfSource(file),
      })),
    ),
  };
  const files = new Map<string, FileContent>(options.packaging === 'onnx' ? onnxFiles(exported) : exported.folder);
  for (const [path, content] of await extras(input, scored, report, exported, written.zerosInModel)) files.set(path, content);
  return { files, onnxPath: exported.onnxPath, report };
}

function compared(input: ExportInput, masks: Masks, exported: EmbeddingModel, onProgress: (step: string) => void): Promise<number> {
  const { model, changed, device, tokenizer, texts } = input;
  onProgress('Comparing embeddings with the pruned model in memory');
  const patch = new Map([...maskedPatch(model, masks), ...(changed?.patch ?? [])]);
  return compareEmbeddings(device, model, patch, exported, tokenizer, texts);
}

/** The ONNX file and the data files it names, by relative path. */
function onnxFiles({ onnxPath, files }: EmbeddingModel): [string, ByteSource][] {
  const directory = onnxPath.slice(0, onnxPath.length - files.modelName.length);
  const data = [...files.external].map(([name, content]): [string, ByteSource] => [directory + name, content]);
  return [[onnxPath, files.model], ...data];
}

async function extras(
  { model, pruner, scoring, mask, options, manifest, statistics, changed }: ExportInput,
  scored: ScoredPlan,
  report: PrunedExport['report'],
  { onnxPath }: EmbeddingModel,
  zeroWeights: number,
): Promise<Map<string, FileContent>> {
  const { table, plan } = scored;
  const files = new Map<string, FileContent>();
  if (options.card) {
    const original = model.folder.get('README.md');
    if (original !== undefined && options.packaging === 'folder') files.set('README-base.md', original);
    const commands = commandLines(model, manifest, scoring, mask, options.precision, changed?.by);
    files.set('README.md', modelCard({ model, manifest, scoring, mask, plan, report, onnxPath, commands, change: changed?.by ?? null }));
    files.set(SHARE_MAP, shareMap(plan.tensors, model.parameters));
  }
  if (options.reports) {
    const facts = {
      ...{ model: model.name, batchSize: manifest.settings.batchSize, method: scoring.method, mask, zeroWeights },
      statisticsFile: RUN_STATISTICS,
      totalWeights: model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      maskedWeights: plan.zeros,
      inputs: manifest.modelFiles,
      outputs: Object.fromEntries(report.outputs.map(({ path, sha256 }) => [path, sha256])),
    };
    files.set('unstructured_prune_stats.json', json(pruneStats(table, plan, scoring, mask)));
    files.set('evaluation_config.json', json(evaluationConfig(facts)));
  }
  if (options.masks) files.set('mask.safetensors', maskFile(pruner.masks(scored), model));
  if (options.statistics) for (const [path, content] of await runFiles(manifest, statistics)) files.set(path, content);
  return files;
}

/** `mask/NAME`: one byte per weight, 1 = pruned, in PyTorch layout. */
function maskFile(masks: ReadonlyMap<string, Uint8Array>, { parameters }: EmbeddingModel): Uint8Array[] {
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
  return writeSafetensors([...masks].map(([name, data]) => ({ name: `mask/${name}`, shape: shapes.get(name) ?? [], data })));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
