import { describe, expect, it } from 'vitest';
import { openFixture, openWithUnknownOperator } from '../../../tests/support/models';
import { analysisSettings } from '../gaprune/settings';
import { asFolder } from './as-folder';
import { checkRecords, prepare } from './prepare';

const settings = analysisSettings.parse({ maxLength: 64 });
const set = (count: number) => ({
  fileName: 'set.json',
  triplets: Array.from({ length: count }, () => ({ query: 'a', positive: 'b', negative: 'c' })),
});

describe('prepare', () => {
  const model = openFixture('tiny-bert');

  it('gives the tokenizer of a fit model', () => {
    expect(prepare(model, settings).tokenizer.encode('ethanol', 64).length).toBeGreaterThan(2);
  });

  it('refuses what cannot be analysed', () => {
    expect(() => prepare(openWithUnknownOperator(), settings)).toThrow(/PagedQueryAttention.* cannot be differentiated/);
    expect(() => prepare(model, { ...settings, maxLength: 513 })).toThrow(/takes 512 tokens at most; lower the max length of 513/);
    expect(() => prepare({ ...model, tokenizerJson: null }, settings)).toThrow(/no tokenizer\.json/);
  });
});

describe('checkRecords', () => {
  it('asks for one pair of batches', () => {
    expect(() => checkRecords(set(2), set(2), settings)).not.toThrow();
    expect(() => checkRecords(set(2), set(1), settings)).toThrow(/takes 2 general and 2 domain records; there are 2 and 1/);
    expect(() => checkRecords(set(9), set(9), { ...settings, maxSamples: 3 })).toThrow(/of which max samples allows 3/);
    expect(() => checkRecords(set(1), set(2), { ...settings, batchSize: 3 })).not.toThrow();
  });
});

describe('asFolder', () => {
  const files = (...names: readonly string[]) => names.map((name, i) => ({ name, content: new Blob([Uint8Array.of(i)]) }));

  it('takes the name of the folder that everything lies in', async () => {
    const { name, entries } = await asFolder(files('bge/config.json', 'bge/onnx/model.onnx'));
    expect([name, [...entries]]).toEqual([
      'bge',
      [
        ['config.json', Uint8Array.of(0)],
        ['onnx/model.onnx', Uint8Array.of(1)],
      ],
    ]);
  });

  it.each([
    [['model.onnx', 'tokenizer.json'], 'model'],
    [['onnx/bge.onnx', 'onnx/bge.onnx.data'], 'bge'],
  ])('keeps the paths of %j', async (names, expected) => {
    const { name, entries } = await asFolder(files(...names));
    expect([name, [...entries.keys()]]).toEqual([expected, names]);
  });
});
