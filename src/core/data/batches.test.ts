import { describe, expect, it } from 'vitest';
import { lengthBuckets, makeBatch, makeBatches, makeTextBatch } from './batches';
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

describe('makeBatches', () => {
  const record = (query: number, positive: number, negative: number | null) => ({
    query: new Int32Array(query).fill(1),
    positive: new Int32Array(positive).fill(2),
    negative: negative === null ? null : new Int32Array(negative).fill(3),
  });
  const shapes = (...records: ReturnType<typeof record>[]) =>
    makeBatches(records, 0, [16, 32, 48, 64]).map(({ rows, length }) => [rows, length]);

  it('pads short queries to a length of their own', () => {
    expect(shapes(record(5, 20, 30), record(16, 3, 2))).toEqual([
      [2, 16],
      [4, 32],
    ]);
    expect(shapes(record(5, 50, null))).toEqual([
      [1, 16],
      [1, 64],
    ]);
  });

  it('keeps one batch where little is saved', () => {
    expect(shapes(record(20, 45, 30))).toEqual([[3, 48]]);
    expect(shapes(record(30, 5, 5))).toEqual([[3, 32]]);
  });

  it('holds the texts in the order of one batch', () => {
    const records = [record(1, 30, 2), record(2, 3, 4)];
    const [queries, documents] = makeBatches(records, 0, [16, 32]);
    expect([queries!.inputIds[0], queries!.inputIds[17], documents!.inputIds[0], documents!.inputIds[65]]).toEqual([1, 1, 2, 3]);
    expect(documents!.attentionMask.reduce((sum, bit) => sum + bit, 0)).toBe(39);
  });
});
