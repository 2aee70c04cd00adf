import { InvalidSettingsError } from '../analysis/errors';
import { MissingTokenizerError } from '../data/errors';
import { type TextTokenizer, loadTokenizer } from '../data/tokenizer';
import type { AnalysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { UnsupportedModelError } from '../model/errors';
import { refusalOf } from '../model/summary';

/**
 * A model with its tokenizer, once both are known to be fit for an analysis under these settings.
 * @throws UnsupportedModelError, InvalidSettingsError, MissingTokenizerError, InvalidTokenizerError
 */
export function prepare(
  model: EmbeddingModel,
  settings: AnalysisSettings,
): { readonly model: EmbeddingModel; readonly tokenizer: TextTokenizer } {
  const refusal = refusalOf(model);
  if (refusal !== null) throw new UnsupportedModelError(refusal);
  if (model.maxPositions !== null && settings.maxLength > model.maxPositions) {
    throw new InvalidSettingsError(
      `The model takes ${model.maxPositions} tokens at most; lower the max length of ${settings.maxLength}.`,
      'max length',
    );
  }
  if (model.tokenizerJson === null) throw new MissingTokenizerError();
  return { model, tokenizer: loadTokenizer({ tokenizerJson: model.tokenizerJson, tokenizerConfig: model.tokenizerConfig ?? '{}' }) };
}
