import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { InvalidRunError, type RunManifest } from './run-manifest';
import { sha256OfParts, sha256OfSource } from './sha256';

/**
 * Refuse a run that was made from another model, wherever its files lay: the ONNX file and its data are compared by hash.
 * @throws InvalidRunError naming the file
 */
export async function checkRunModel({ files }: EmbeddingModel, { modelFiles }: Pick<RunManifest, 'modelFiles'>): Promise<void> {
  const analysed = new Set(Object.values(modelFiles));
  for (const [name, content] of [[files.modelName, files.model] as const, ...files.external]) {
    const hash = await sha256OfSource(content);
    if (!analysed.has(hash)) throw new InvalidRunError('The run was made from another model file.', name);
  }
}

/** Refuse a shard, which holds the statistics of some of the batches alone. @throws InvalidRunError */
export function checkRunWhole({ settings: { shard } }: Pick<RunManifest, 'settings'>): void {
  if (shard === null || shard.count === 1) return;
  throw new InvalidRunError(`The run is shard ${shard.index} of ${shard.count}: merge all of them first, with gaprune merge.`, 'run.json');
}

/**
 * Refuse a run that did not measure one of these weights, or measured it in another shape.
 * @throws InvalidRunError naming the weight
 */
export function checkRunWeights(weights: readonly Parameter[], { tensors }: Pick<RunManifest, 'tensors'>): void {
  const measured = new Map(tensors.map(({ name, shape }) => [name, shape.join('×')]));
  const missing = weights.find(({ name, shape }) => measured.get(name) !== shape.join('×'));
  if (missing !== undefined) throw new InvalidRunError('The run has no statistics of this weight.', missing.name);
}

/**
 * Refuse a file of arrays that is not the one its manifest was written with: of another run, or cut short.
 * @throws InvalidRunError
 */
export async function checkRunStatistics(file: Uint8Array, { statisticsFile }: Pick<RunManifest, 'statisticsFile'>): Promise<void> {
  if (statisticsFile === undefined || (await sha256OfParts([file])) === statisticsFile.sha256) return;
  throw new InvalidRunError(
    'The arrays are not those that the run was written with: the file is damaged, or of another run.',
    'statistics.safetensors',
  );
}
