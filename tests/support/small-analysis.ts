import type { AnalysisInput } from '../../src/core/analysis/analyze';
import { loadTokenizer } from '../../src/core/data/tokenizer';
import type { TripletSet } from '../../src/core/data/triplet';
import { type AnalysisSettings, analysisSettings } from '../../src/core/gaprune/settings';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';

const setOf = (word: string, records: number): TripletSet => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: records }, (_, i) => ({
    query: `${word} ${i}`,
    positive: `about ${word} ${i}`,
    negative: `not ${'so '.repeat(i % 6)}`,
  })),
});

/** An analysis of a fixture model on a few short made-up records. */
export function smallAnalysis(model: EmbeddingModel, records = 6, settings: Partial<AnalysisSettings> = {}): AnalysisInput {
  const { tokenizerJson, tokenizerConfig } = model;
  if (tokenizerJson === null) throw new Error('The model has no tokenizer.');
  return {
    model,
    tokenizer: loadTokenizer({ tokenizerJson, tokenizerConfig: tokenizerConfig ?? '{}' }),
    general: setOf('river', records),
    domain: setOf('acid', records),
    settings: analysisSettings.parse({ maxLength: 16, batchSize: 2, ...settings }),
  };
}
