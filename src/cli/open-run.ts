import { join } from 'node:path';
import type { TextTokenizer } from '../core/data/tokenizer';
import { prepare } from '../core/engine/prepare';
import { checkRunModel, checkRunStatistics, checkRunWeights, checkRunWhole } from '../core/export/match-run';
import { RUN_MANIFEST, RUN_STATISTICS } from '../core/export/run-files';
import { type RunManifest, readRunManifest } from '../core/export/run-manifest';
import { readStatistics } from '../core/export/statistics-file';
import { selectCandidates } from '../core/gaprune/candidates';
import { Pruner } from '../core/gaprune/pruner';
import type { MaskSettings } from '../core/gaprune/settings';
import type { TensorStatistics } from '../core/gaprune/statistics';
import { type EmbeddingModel, openEmbeddingModel } from '../core/model/embedding-model';
import { checkOutput, readBytes, readModel, readText } from './files';

export interface OpenRun {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly manifest: RunManifest;
  readonly statistics: readonly TensorStatistics[];
  readonly pruner: Pruner;
}

/** A run with the model it was made from, checked before any work: the output, the model's hash, and every weight that is to go. */
export async function openRun(
  options: { readonly run: string; readonly model: string; readonly output: string; readonly quiet?: boolean; readonly json?: boolean },
  mask: MaskSettings,
): Promise<OpenRun> {
  const { name, root, files } = await readModel(options.model, options);
  checkOutput(options.output, root);
  const manifest = readRunManifest(readText(join(options.run, RUN_MANIFEST)));
  checkRunWhole(manifest);
  const { model, tokenizer } = prepare(openEmbeddingModel(name, files), manifest.settings);
  await checkRunModel(model, manifest);
  checkRunWeights(selectCandidates(model.parameters, mask), manifest);
  const file = readBytes(join(options.run, RUN_STATISTICS));
  await checkRunStatistics(file, manifest);
  const statistics = readStatistics(file, manifest);
  return { model, tokenizer, manifest, statistics, pruner: new Pruner(model, statistics) };
}
