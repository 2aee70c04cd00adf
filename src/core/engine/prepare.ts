import { InvalidSettingsError } from '../analysis/errors';
import { alignmentPairs, fisherBatches } from '../data/loaders';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { checkModel } from '../model/summary';
import { tokenizerOf } from '../model/tokenizer-of';

/**
 * A model with its tokenizer, once both are known to be fit for an analysis under these settings.
 * @throws UnsupportedOperatorError, UnsupportedModelError, InvalidSettingsError, MissingTokenizerError, InvalidTokenizerError
 */
export function prepare(
  model: EmbeddingModel,
  settings: AnalysisSettings,
): { readonly model: EmbeddingModel; readonly tokenizer: TextTokenizer } {
  checkModel(model);
  if (model.maxPositions !== null && settings.maxLength > model.maxPositions) {
    throw new InvalidSettingsError(
      `The model takes ${model.maxPositions} tokens at most; lower the max length of ${settings.maxLength}.`,
      'max length',
    );
  }
  return { model, tokenizer: tokenizerOf(model) };
}

/**
 * Refuse sets that do not give one pair of batches to compare, before any work.
 * @throws InvalidSettingsError
 */
export function checkRecords(general: TripletSet, domain: TripletSet, settings: AnalysisSettings): void {
  const { batchSize, maxSamples } = settings;
  for (const [name, { pairs }, records] of [
    ['general', general, Math.floor(batchSize / 2)],
    ['domain', domain, batchSize - Math.floor(batchSize / 2)],
  ] as const) {
    if (pairs !== true || (records >= 2 && settings.fisherBatchSize !== 1)) continue;
    throw new InvalidSettingsError(
      `The ${name} set has no negatives: its queries are told from the other positives of their batch, which takes two records at least. Raise the batch size to 4, and the Fisher batch size to 2.`,
      'batch size',
    );
  }
  const usable = ({ triplets }: TripletSet): number => Math.min(triplets.length, maxSamples);
  const pairs = alignmentPairs(usable(general), usable(domain), settings).length;
  const batches = [general, domain].map((set) => fisherBatches(usable(set), settings).length);
  const least = Math.min(pairs, ...batches);
  if (pairs > 0 && (settings.shard?.count ?? 1) > least) {
    throw new InvalidSettingsError(
      `There are ${batches.join(' and ')} Fisher micro-batches and ${pairs} pairs: more than ${least} shards leave one with nothing to measure.`,
      'shard',
    );
  }
  if (pairs > 0) return;
  const half = Math.floor(batchSize / 2);
  throw new InvalidSettingsError(
    `A batch of ${batchSize} takes ${half} general and ${batchSize - half} domain records; there are ${general.triplets.length} and ` +
      `${domain.triplets.length}, of which max samples allows ${maxSamples}. Give more records, or lower the batch size.`,
  );
}
