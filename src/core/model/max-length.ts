import { analysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from './embedding-model';

/** Where texts are cut when nobody says: the usual length, or what the model's files bound it to, if that is less. */
export function defaultMaxLength({ maxPositions, texts }: Pick<EmbeddingModel, 'maxPositions' | 'texts'>): number {
  const { maxLength } = analysisSettings.parse({});
  // Settings take no less than 4.
  return Math.max(4, Math.min(maxLength, maxPositions ?? Infinity, texts.maxSequence ?? Infinity));
}
