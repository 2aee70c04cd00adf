import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FIXTURES } from '../../../tests/support/golden';
import { modelFolder } from '../../../tests/support/models';
import { loadTokenizer } from './tokenizer';

const ids = z.record(z.string(), z.array(z.int()));
/** What `tokenizers` in Python makes of every text, whole and cut (`tools/make-tokenizer-corpus.py`). */
const corpus = z
  .object({
    cut: z.int(),
    texts: z.record(z.string(), z.string()),
    tokenizers: z.record(z.string(), z.object({ whole: ids, cut: ids })),
  })
  .parse(JSON.parse(readFileSync(new URL('tokenizers/expected.json', FIXTURES), 'utf8')));

const FILES: Readonly<Record<string, URL>> = {
  'tiny-bert': new URL('tokenizer.json', modelFolder('tiny-bert')),
  'tiny-qwen3': new URL('tokenizer.json', modelFolder('tiny-qwen3')),
  'all-MiniLM-L6-v2': new URL('tokenizer.json', modelFolder('all-MiniLM-L6-v2')),
  roberta: new URL('tokenizers/roberta.json', FIXTURES),
  'xlm-roberta': new URL('tokenizers/xlm-roberta.json', FIXTURES),
};

/** JavaScript's white space has U+FEFF, Python's has not: where words are split at white space, a text with one inside differs. */
const DIFFERENT = new Set(['xlm-roberta: byte order mark']);

describe.each(Object.entries(corpus.tokenizers))('the ids of %s are those of Python', (name, expected) => {
  const file = FILES[name];
  if (file === undefined) throw new Error(`There is no file of ${name}.`);
  const tokenizer = loadTokenizer({ tokenizerJson: readFileSync(file, 'utf8') });

  it.each(Object.entries(corpus.texts))('%s', (key, text) => {
    if (DIFFERENT.has(`${name}: ${key}`)) {
      expect([...tokenizer.encode(text, 32_768)]).not.toEqual(expected.whole[key]);
      return;
    }
    expect([...tokenizer.encode(text, 32_768)]).toEqual(expected.whole[key]);
    expect([...tokenizer.encode(text, corpus.cut)]).toEqual(expected.cut[key]);
  });
});
