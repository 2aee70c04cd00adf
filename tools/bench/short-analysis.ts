import type { AnalysisInput } from '../../src/core/analysis/analyze';
import type { TripletSet } from '../../src/core/data/triplet';
import { prepare } from '../../src/core/engine/prepare';
import { type AnalysisSettings, analysisSettings } from '../../src/core/gaprune/settings';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';

/** Made-up records of one length in characters, so that all batches have one shape. */
function setOf(word: string, records: number, words: number): TripletSet {
  const text = (i: number, lead: string): string =>
    `${lead} ${Array.from({ length: words }, (_, at) => `${word} ${(i + at) % 7}`).join(' ')}`;
  return {
    fileName: `${word}.json`,
    triplets: Array.from({ length: records }, (_, i) => ({ query: text(i, 'a'), positive: text(i, 'the'), negative: text(i, 'no') })),
  };
}

/** An analysis of a few made-up records of both sets, on a model with a tokenizer. */
export function shortAnalysis(model: EmbeddingModel, records: number, settings: Partial<AnalysisSettings>): AnalysisInput {
  const parsed = analysisSettings.parse({ maxLength: 16, batchSize: 4, ...settings });
  const words = Math.ceil(parsed.maxLength / 2);
  return { ...prepare(model, parsed), general: setOf('river', records, words), domain: setOf('acid', records, words), settings: parsed };
}
