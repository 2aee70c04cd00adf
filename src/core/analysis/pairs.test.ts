import { expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { chooseNegatives } from '../data/choose-negative';
import { readTriplets } from '../data/read-triplets';
import { checkRecords, prepare } from '../engine/prepare';
import { analysisSettings } from '../gaprune/settings';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';

const words = ['ethanol boils', 'water is wet', 'iron rusts', 'salt dissolves', 'gold shines', 'oil floats'];
const pairs = (...order: readonly number[]) =>
  readTriplets('pairs.jsonl', order.map((i) => JSON.stringify({ query: words[i], positive: `${words[i] ?? ''} quickly` })).join('\n'));
const triplets = readTriplets(
  'triplets.jsonl',
  words
    .map((query, i) => JSON.stringify({ query, positive: `${query} slowly`, neg: [`${words[(i + 1) % 6] ?? ''} now`, 'another one'] }))
    .join('\n'),
);

it('a set of pairs is analysed beside one of triplets', async () => {
  const settings = analysisSettings.parse({ maxLength: 16, batchSize: 4 });
  const { model, tokenizer } = prepare(openFixture('tiny-bert'), settings);
  const device = await createNodeDevice('wasm');
  const statistics = await analyze(
    device,
    { model, tokenizer, general: triplets, domain: pairs(0, 1, 2, 3, 4), settings },
    { now: () => performance.now() },
  );
  const { fisherDomain, fisherGeneral } = statistics.losses;
  // Five pairs in micro-batches of four: the last one has nothing to compare with.
  expect(fisherDomain.map(({ counted, samples }) => [counted, samples])).toEqual([
    [true, 4],
    [false, 1],
  ]);
  expect(fisherGeneral.every(({ counted }) => counted)).toBe(true);
  expect(statistics.pairs).toBe(2);
  expect(statistics.tensors.every(({ fisherDomain: fisher }) => fisher.every((x) => x > 0))).toBe(true);
});

it('pairs ask for batches of two and more', () => {
  const check = (changes: object) => () => checkRecords(triplets, pairs(0, 1, 2), analysisSettings.parse({ batchSize: 4, ...changes }));
  expect(check({})).not.toThrow();
  expect(check({ batchSize: 2 })).toThrow(/The domain set has no negatives: .*takes two records at least/);
  expect(check({ fisherBatchSize: 1 })).toThrow(/Raise the batch size/);
});

it('a negative is drawn by seed, the same each time', () => {
  const of = (seed: number) => chooseNegatives(triplets.triplets, 'random', seed).map(({ negative }) => negative === 'another one');
  expect(of(1)).toEqual(of(1));
  expect([...of(1), ...of(2), ...of(3)]).toEqual(expect.arrayContaining([true, false]));
  expect(chooseNegatives(triplets.triplets, 'first', 1)).toBe(triplets.triplets);
});
