import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GOLDEN_MODELS, loadGolden, type GoldenModel } from '../../../tests/support/golden';
import { InvalidTokenizerError, MissingTokenizerError } from './errors';
import { readTriplets } from './read-triplets';
import { loadTokenizer, type TextTokenizer } from './tokenizer';

function load(model: GoldenModel): TextTokenizer {
  const folder = existsSync(`tests/fixtures/models/${model}`) ? `tests/fixtures/models/${model}` : `public/models/${model}`;
  return loadTokenizer({
    tokenizerJson: readFileSync(`${folder}/tokenizer.json`, 'utf8'),
    tokenizerConfig: readFileSync(`${folder}/tokenizer_config.json`, 'utf8'),
  });
}

describe.each(GOLDEN_MODELS)('tokens of %s', (model) => {
  let tokenizer: TextTokenizer;
  beforeAll(() => {
    tokenizer = load(model);
  });

  it('equal those of the golden figures', () => {
    const { json } = loadGolden(model);
    const { triplets } = readTriplets('chem', readFileSync('public/data/chem-example.json', 'utf8'));
    const queries = triplets.slice(0, 4).map(({ query }) => [...tokenizer.encode(query, json.max_length)]);
    const positives = triplets.slice(0, 2).map(({ positive }) => [...tokenizer.encode(positive, json.max_length)]);
    expect(queries).toEqual(json.input_ids_first4_domain_queries);
    expect(positives).toEqual(json.input_ids_first2_domain_positives);
  });

  it('are cut inside the special tokens, at any length', () => {
    const text = 'The specific heat of water, at 25 °C.';
    const whole = [...tokenizer.encode(text, 512)];
    const isBert = tokenizer.specialTokens === 2;
    for (let max = 2; max <= whole.length; max++) {
      const cut = [...tokenizer.encode(text, max)];
      expect(cut).toEqual(max === whole.length ? whole : [...whole.slice(0, max - 1), whole.at(-1)]);
      expect(cut[0]).toBe(isBert ? whole[0] : cut[0]);
    }
    expect([...tokenizer.encode('', 8)]).toHaveLength(tokenizer.specialTokens);
  });

  it('take lone surrogates and 7,000 words in well under a second', () => {
    expect([...tokenizer.encode('a\ud800b', 16)]).toEqual([...tokenizer.encode('a\ufffdb', 16)]);
    const start = performance.now();
    tokenizer.encode('hydrochloride '.repeat(7000), 512);
    tokenizer.encode('C1=CC=CC=C1'.repeat(2000), 512);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('are the same whether or not the text goes on', () => {
    const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('water', 'is', '.\n\n', '  ', 'H2O', '\t', '水'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 60, maxLength: 200 }), fc.integer({ min: 2, max: 12 }), (words, max) => {
        const text = words.join(' ');
        const whole = [...tokenizer.encode(text, 100_000)];
        const cut = tokenizer.encode(text, max);
        expect([...cut.subarray(0, max - 1)]).toEqual(whole.slice(0, Math.min(whole.length, max) - 1));
      }),
      { numRuns: 100 },
    );
  });
});

describe('loadTokenizer', () => {
  it('names the pad token', () => {
    expect([load('tiny-bert').padToken, load('tiny-qwen3').padToken, load('all-MiniLM-L6-v2').padToken]).toEqual([0, 0, 0]);
  });

  it.each([
    [{}, MissingTokenizerError, 'no tokenizer.json'],
    [{ tokenizerJson: ' ' }, MissingTokenizerError, 'no tokenizer.json'],
    [{ tokenizerJson: '{' }, InvalidTokenizerError, 'not valid JSON. (tokenizer.json)'],
    [{ tokenizerJson: '[]' }, InvalidTokenizerError, 'the file'],
    [{ tokenizerJson: '{"model":{}}' }, InvalidTokenizerError, 'model.vocab'],
    [{ tokenizerJson: '{"model":{"type":"Magic","vocab":{"a":0}}}' }, InvalidTokenizerError, 'model.type'],
    [
      { tokenizerJson: '{"model":{"type":"BPE","vocab":{},"merges":[]}}', tokenizerConfig: '[1]' },
      InvalidTokenizerError,
      '(tokenizer_config.json)',
    ],
    [{ tokenizerJson: '{"model":{"type":"BPE","vocab":{"b":0},"merges":[]}}' }, InvalidTokenizerError, 'no token for any letter'],
  ])('%j', (files, type, message) => {
    expect(() => loadTokenizer(files)).toThrow(type);
    expect(() => loadTokenizer(files)).toThrow(message);
  });

  it('refuses a max length under the special tokens', () => {
    expect(() => load('tiny-bert').encode('a', 1)).toThrow('2 special tokens');
  });
});
