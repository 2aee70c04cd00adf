import { z } from 'zod';
import { ModelFileError } from './errors';
import type { ModelFolder } from './model-folder';

/** What sentence-transformers does to texts before the model sees them. */
export interface TextPreparation {
  /** Tokens it cuts texts at; null when the files do not say. */
  readonly maxSequence: number | null;
  readonly lowerCase: boolean;
}

const sentenceBertConfig = z.looseObject({
  max_seq_length: z.int().min(1).nullish(),
  do_lower_case: z.boolean().nullish(),
});

/** `sentence_bert_config.json`, where a model has one. @throws ModelFileError */
export function readTextPreparation(folder: ModelFolder): TextPreparation {
  const place = 'sentence_bert_config.json';
  const bytes = folder.find(place);
  if (bytes === null) return { maxSequence: null, lowerCase: false };
  try {
    const config = sentenceBertConfig.parse(JSON.parse(new TextDecoder().decode(bytes)));
    return { maxSequence: config.max_seq_length ?? null, lowerCase: config.do_lower_case ?? false };
  } catch (cause) {
    throw new ModelFileError('This configuration is not valid.', place, { cause });
  }
}
