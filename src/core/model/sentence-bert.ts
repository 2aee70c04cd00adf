import { z } from 'zod';
import { ModelFileError } from './errors';
import type { ModelFolder } from './model-folder';

/** What sentence-transformers does to texts before the model sees them. */
export interface TextPreparation {
  /** Tokens it cuts texts at: by its own file, else by the tokenizer's; null when neither says. */
  readonly maxSequence: number | null;
  readonly lowerCase: boolean;
}

const sentenceBertConfig = z.looseObject({
  max_seq_length: z.int().min(1).nullish(),
  do_lower_case: z.boolean().nullish(),
});

/** Tokenizers without a limit say 10^30. */
const tokenizerConfig = z.looseObject({
  model_max_length: z
    .int()
    .min(1)
    .max(2 ** 31)
    .nullish(),
});

/** `sentence_bert_config.json`, where a model has one, and the limit in `tokenizer_config.json`. @throws ModelFileError */
export function readTextPreparation(folder: ModelFolder): TextPreparation {
  const place = 'sentence_bert_config.json';
  const bytes = folder.find(place);
  if (bytes === null) return { maxSequence: tokenizerLimit(folder), lowerCase: false };
  try {
    const config = sentenceBertConfig.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return { maxSequence: config.max_seq_length ?? tokenizerLimit(folder), lowerCase: config.do_lower_case ?? false };
  } catch (cause) {
    throw new ModelFileError('This configuration is not valid.', place, { cause });
  }
}

/** A file that is not what it should be is refused where the tokenizer is made. */
function tokenizerLimit(folder: ModelFolder): number | null {
  const bytes = folder.find('tokenizer_config.json');
  if (bytes === null) return null;
  try {
    return tokenizerConfig.parse(JSON.parse(new TextDecoder().decode(bytes))).model_max_length ?? null;
  } catch {
    return null;
  }
}
