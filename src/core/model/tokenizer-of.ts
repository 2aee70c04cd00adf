import { MissingTokenizerError } from '../data/errors';
import { type TextTokenizer, loadTokenizer } from '../data/tokenizer';
import type { EmbeddingModel } from './embedding-model';

type TokenizedModel = Pick<EmbeddingModel, 'tokenizerJson' | 'tokenizerConfig' | 'texts'>;

/** The tokenizer of a model, with what sentence-transformers does to texts before it. @throws MissingTokenizerError, InvalidTokenizerError */
export function tokenizerOf({ tokenizerJson, tokenizerConfig, texts }: TokenizedModel): TextTokenizer {
  if (tokenizerJson === null) throw new MissingTokenizerError();
  const tokenizer = loadTokenizer({ tokenizerJson, tokenizerConfig: tokenizerConfig ?? '{}' });
  if (!texts.lowerCase) return tokenizer;
  return { ...tokenizer, encode: (text, maxLength) => tokenizer.encode(text.toLowerCase(), maxLength) };
}
