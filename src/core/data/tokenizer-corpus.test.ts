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
  words: new URL('tokenizers/words.json', FIXTURES),
  'xlm-roberta-compiled': new URL('tokenizers/xlm-roberta-compiled.json', FIXTURES),
  'xlm-roberta-on-the-hub': new URL('tokenizers/xlm-roberta-compiled.json', FIXTURES),
};

const converted = z.looseObject({ normalizer: z.object({ normalizers: z.array(z.unknown()) }) });

/** What the files on the hub, of an older converter, have around the same vocabulary. */
function asOnTheHub(tokenizerJson: string): string {
  const parts = converted.parse(JSON.parse(tokenizerJson));
  const spaces = { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' };
  const normalizer = { type: 'Sequence', normalizers: [parts.normalizer.normalizers[0], spaces] };
  const pretokenizers = [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }];
  return JSON.stringify({ ...parts, normalizer, pre_tokenizer: { type: 'Sequence', pretokenizers } });
}

describe.each(Object.entries(corpus.tokenizers))('the ids of %s are those of Python', (name, expected) => {
  const file = FILES[name];
  if (file === undefined) throw new Error(`There is no file of ${name}.`);
  const json = readFileSync(file, 'utf8');
  const tokenizer = loadTokenizer({ tokenizerJson: name === 'xlm-roberta-on-the-hub' ? asOnTheHub(json) : json });

  it.each(Object.entries(corpus.texts))('%s', (key, text) => {
    expect([...tokenizer.encode(text, 32_768)]).toEqual(expected.whole[key]);
    expect([...tokenizer.encode(text, corpus.cut)]).toEqual(expected.cut[key]);
  });
});
