import type { TextTokenizer } from '../data/tokenizer';
import type { ExportReport } from '../engine/types';
import type { Pruner } from '../gaprune/pruner';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, maskedPatch } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { sizeOf } from '../tensor';
import { bytes } from '../units';
import { evaluationConfig } from './evaluation-config';
import { pruneStats } from './prune-report';
import { writePruned } from './pruned-files';
import { compareEmbeddings } from './verify';

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
  /** Batch size of the analysis, for the reports. */
  readonly batchSize: number;
  /** Other values than the model's own, with zeros where the mask takes a weight: from a weight update or a recovery. */
  readonly patch?: WeightPatch;
  /** A few texts to compare embeddings on. */
  readonly texts: readonly string[];
  /** Where both models are run for the comparison. */
  readonly device: Device;
  /** The file with the statistics, as the reports name it; null when it is not kept. */
  readonly statisticsFile: string | null;
}

export interface PrunedExport {
  /** Every file of the pruned model's folder, the two reports included, by relative path. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly masks: ReadonlyMap<string, Uint8Array>;
  readonly report: Omit<ExportReport, 'zipBytes'>;
}

/** Prune, write, read back and compare (section 10). Nothing is handed out that was not checked. */
export async function exportPruned(input: ExportInput, onProgress: (step: string) => void): Promise<PrunedExport> {
  const { model, pruner, scoring, mask } = input;
  onProgress('Making the masks');
  const scored = pruner.plan(scoring, mask);
  const masks = pruner.masks(scored);
  onProgress('Writing the model and counting its zeros');
  const written = writePruned(model, masks, input.patch);
  const patch = new Map([...maskedPatch(model, masks), ...(input.patch ?? [])]);
  onProgress('Comparing embeddings with the pruned model in memory');
  const maxEmbeddingDifference = await compareEmbeddings(input.device, model, patch, written.model, input.tokenizer, input.texts);
  const facts = {
    model: model.name,
    batchSize: input.batchSize,
    method: scoring.method,
    mask,
    statisticsFile: input.statisticsFile,
    totalWeights: model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    zeroWeights: written.zerosInModel,
    maskedWeights: scored.plan.zeros,
  };
  const files = new Map<string, Uint8Array | string>(written.folder);
  files.set('unstructured_prune_stats.json', json(pruneStats(scored.table, scored.plan, scoring, mask)));
  files.set('evaluation_config.json', json(evaluationConfig(facts)));
  const onnxFiles = [written.model.files.model, ...written.model.files.external.values()];
  return {
    files,
    masks,
    report: {
      zeros: scored.plan.zeros,
      zerosInFile: written.zerosInMasked,
      weightsMasked: scored.plan.total,
      maxEmbeddingDifference,
      modelBytes: bytes(onnxFiles.reduce((sum, file) => sum + file.length, 0)),
    },
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
