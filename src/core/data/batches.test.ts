import { describe, expect, it } from 'vitest';
import { lengthBuckets, makeBatch, makeTextBatch } from './batches';
import { TextTooLongError } from './errors';
import { alignmentPairs, fisherBatches, microBatches } from './loaders';
import { mulberry32, shuffledIndices } from './random';

const ids = (...values: number[]): Int32Array => Int32Array.from(values);

describe('lengthBuckets', () => {
  it.each([
    [4, [4]],
    [16, [16]],
    [64, [16, 32, 48, 64]],
    [100, [16, 32, 48, 64, 80, 96, 100]],
    [256, [16, 32, 48, 64, 80, 96, 112, 128, 192, 256]],
    [512, [16, 32, 48, 64, 80, 96, 112, 128, 192, 256, 320, 384, 448, 512]],
  ])('%i', (maxLength, buckets) => expect(lengthBuckets(maxLength)).toEqual(buckets));
});

describe('makeBatch', () => {
  const records = [
    { query: ids(1, 2), positive: ids(3), negative: ids(4, 5, 6) },
    { query: ids(7), positive: ids(8, 9), negative: ids(10) },
  ];

  it('has all queries, then all positives, then all negatives, padded on the right', () => {
    const batch = makeBatch(records, 99, [2, 4, 8]);
    expect([batch.rows, batch.length]).toEqual([6, 4]);
    expect([...batch.inputIds]).toEqual([1, 2, 99, 99, 7, 99, 99, 99, 3, 99, 99, 99, 8, 9, 99, 99, 4, 5, 6, 99, 10, 99, 99, 99]);
    expect([...batch.attentionMask]).toEqual([1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0]);
    expect(batch.tokenTypeIds).toEqual(new Int32Array(24));
  });

  it('takes the exact bucket, and refuses a text longer than all', () => {
    expect(makeBatch(records, 0, [3]).length).toBe(3);
    expect(() => makeTextBatch([ids(1, 2, 3)], 0, [2])).toThrow(TextTooLongError);
  });
});

describe('microBatches', () => {
  it('covers every record once, the last run shorter', () => {
    expect(microBatches(5, 2)).toEqual([
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 5 },
    ]);
    expect(microBatches(0, 2)).toEqual([]);
  });

  it('splits a batch of the Fisher pass in runs of 8', () => {
    const sizes = (settings: { batchSize: number; maxSamples: number; fisherBatchSize?: number }): number[] =>
      fisherBatches(30, { fisherBatchSize: null, ...settings }).map(({ start, end }) => end - start);
    expect(sizes({ batchSize: 12, maxSamples: 100 })).toEqual([8, 4, 8, 4, 6]);
    expect(sizes({ batchSize: 4, maxSamples: 10 })).toEqual([4, 4, 2]);
    expect(sizes({ batchSize: 4, maxSamples: 3, fisherBatchSize: 1 })).toEqual([1, 1, 1]);
  });
});

describe('alignmentPairs', () => {
  const settings = { batchSize: 4, maxSamples: 5000, shuffleSeed: null };

  it('are the golden ten pairs of 2 + 2 in file order', () => {
    const pairs = alignmentPairs(20, 20, settings);
    expect(pairs).toHaveLength(10);
    expect(pairs[1]).toEqual({ general: [2, 3], domain: [2, 3] });
  });

  it('drop incomplete batches, take the shorter set and stop at max samples', () => {
    expect(alignmentPairs(5, 20, settings)).toHaveLength(2);
    expect(alignmentPairs(20, 8, { ...settings, batchSize: 5 })).toMatchObject([{ general: [0, 1], domain: [0, 1, 2] }, {}]);
    expect(alignmentPairs(20, 20, { ...settings, maxSamples: 11 })).toHaveLength(2);
    expect(alignmentPairs(1, 20, settings)).toEqual([]);
  });

  it('shuffle by seed, the same every time, without losing a record', () => {
    const seeded = { ...settings, shuffleSeed: 42 };
    const pairs = alignmentPairs(20, 20, seeded);
    expect(pairs).toEqual(alignmentPairs(20, 20, seeded));
    expect(pairs).not.toEqual(alignmentPairs(20, 20, { ...settings, shuffleSeed: 43 }));
    const inOrder = Array.from({ length: 20 }, (_, i) => i);
    expect(pairs.flatMap((pair) => pair.general)).not.toEqual(inOrder);
    expect(pairs.flatMap((pair) => pair.general).sort((a, b) => a - b)).toEqual(inOrder);
    expect(pairs.flatMap((pair) => pair.domain).sort((a, b) => a - b)).toEqual(inOrder);
  });
});

describe('random', () => {
  it('is the published sequence of mulberry32 for seed 0', () => {
    const random = mulberry32(0);
    expect([random(), random()].map((x) => Math.round(x * 2 ** 32))).toEqual([1144304738, 1416247]);
  });

  it('shuffles evenly', () => {
    const random = mulberry32(7);
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) counts[shuffledIndices(3, random)[0] ?? 0]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
  });
});
