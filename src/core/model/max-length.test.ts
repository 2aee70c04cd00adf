import { expect, it } from 'vitest';
import { loadModelFolder } from '../../../tests/support/models';
import { openEmbeddingModel } from './embedding-model';
import { defaultMaxLength } from './max-length';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

it.each<[string, number, { readonly positions?: number; readonly tokenizer?: unknown; readonly sentences?: number | null }]>([
  ['the usual length', 512, {}],
  ['the positions', 128, { positions: 128 }],
  ["the tokenizer's limit", 256, { tokenizer: { model_max_length: 256 } }],
  ["sentence-transformers' own file before the tokenizer's", 300, { tokenizer: { model_max_length: 200 }, sentences: 300 }],
  ["the tokenizer's limit where that file says none", 200, { tokenizer: { model_max_length: 200 }, sentences: null }],
  ['the usual length for a tokenizer without a limit', 512, { tokenizer: { model_max_length: 1e30 } }],
  ['the usual length for a file that is none', 512, { tokenizer: 'nothing' }],
])('texts are cut at %s', (_, expected, { positions, tokenizer = {}, sentences }) => {
  const folder = loadModelFolder('tiny-bert');
  const config = JSON.parse(new TextDecoder().decode(folder.get('config.json'))) as object;
  if (positions !== undefined) folder.set('config.json', json({ ...config, max_position_embeddings: positions }));
  folder.set('tokenizer_config.json', json(tokenizer));
  if (sentences !== undefined) folder.set('sentence_bert_config.json', json({ max_seq_length: sentences }));
  expect(defaultMaxLength(openEmbeddingModel('tiny', folder))).toBe(expected);
});
