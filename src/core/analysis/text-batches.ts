import { type Batch, type TokenisedTriplet, lengthBuckets, makeBatches } from '../data/batches';
import { promptsOf, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { AnalysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';

/** What gradients of texts are made of. */
export interface GradientInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly settings: AnalysisSettings;
}

/** The texts of a micro-batch's records, in parts that are padded to a length each. */
export function textBatches({ model, tokenizer, settings }: GradientInput, records: readonly TokenisedTriplet[]): readonly Batch[] {
  const unpooled = unpooledTokens(tokenizer, promptsOf(settings), model.head.pooling.includePrompt);
  return makeBatches(records, tokenizer.padToken, lengthBuckets(settings.maxLength), unpooled);
}

/** Tokens of a micro-batch, padding included. */
export const tokensOf = (batches: readonly Batch[]): number => batches.reduce((sum, { rows, length }) => sum + rows * length, 0);

/** The records at these places. */
export function pick<T>(items: readonly T[], indices: readonly number[]): T[] {
  return indices.flatMap((index) => items[index] ?? []);
}
