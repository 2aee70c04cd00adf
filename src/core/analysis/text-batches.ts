import { type Batch, type TokenisedTriplet, lengthBuckets, makeBatches } from '../data/batches';
import { promptsOf, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { AnalysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';

interface Texts {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly settings: AnalysisSettings;
}

/** The texts of a micro-batch's records, in parts that are padded to a length each. */
export function textBatches({ model, tokenizer, settings }: Texts, records: readonly TokenisedTriplet[]): readonly Batch[] {
  const unpooled = unpooledTokens(tokenizer, promptsOf(settings), model.head.pooling.includePrompt);
  return makeBatches(records, tokenizer.padToken, lengthBuckets(settings.maxLength), unpooled);
}

/** The records at these places. */
export function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((index) => items[index] ?? []);
}
