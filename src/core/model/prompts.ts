import { z } from 'zod';
import { NO_PROMPTS, type Prompts } from '../data/prompts';
import { MAX_PROMPT } from '../gaprune/settings';
import { ModelFileError } from './errors';
import { KNOWN_PROMPTS } from './known-prompts';
import type { ModelFolder } from './model-folder';

/** The prompts that a model was trained with, and where they are from: its files, what is known of its name, or nowhere. */
export interface ModelPrompts extends Prompts {
  readonly source: 'files' | 'known' | 'none';
}

const promptText = z.string().max(MAX_PROMPT);
const configFile = z.looseObject({
  prompts: z.record(z.string(), promptText.nullable()).nullish(),
  default_prompt_name: z.string().nullish(),
});

/** Names that sentence-transformers' `encode_query` and `encode_document` look for, and that other cards use. */
const QUERY_NAMES = ['query', 'search_query', 'retrieval.query', 'Retrieval-query', 's2p_query'];
const DOCUMENT_NAMES = ['document', 'passage', 'corpus', 'search_document', 'retrieval.passage', 'Retrieval-document'];

/**
 * Prompts from `config_sentence_transformers.json`; else those known for a model of this name.
 * @param name the model's name, or what its configuration says that it was made from
 * @throws ModelFileError
 */
export function readPrompts(folder: ModelFolder, names: readonly string[]): ModelPrompts {
  const place = 'config_sentence_transformers.json';
  const bytes = folder.find(place);
  if (bytes !== null) {
    const stated = statedIn(bytes, place);
    if (stated.query !== '' || stated.document !== '') return { ...stated, source: 'files' };
  }
  const known = KNOWN_PROMPTS.find(({ name }) => names.some((candidate) => name.test(candidate)));
  if (known === undefined) return { ...NO_PROMPTS, source: 'none' };
  return { query: known.query, document: known.document, source: 'known' };
}

function statedIn(bytes: Uint8Array, place: string): Prompts {
  let config: z.infer<typeof configFile>;
  try {
    config = configFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ModelFileError('This configuration is not valid.', place, { cause });
  }
  const prompts = new Map(Object.entries(config.prompts ?? {}));
  const standard = prompts.get(config.default_prompt_name ?? '') ?? '';
  const first = (names: readonly string[]): string =>
    names.map((name) => prompts.get(name)).find((text) => typeof text === 'string') ?? standard;
  return { query: first(QUERY_NAMES), document: first(DOCUMENT_NAMES) };
}
