import { expect, it } from 'vitest';
import { CancelledError } from '../errors';
import { type TokenLengths, measureTokenLengths } from './token-lengths';
import type { TextTokenizer } from './tokenizer';

/** One token per word, and two around them. */
const words: TextTokenizer = {
  padToken: 0,
  specialTokens: 2,
  trailingTokens: 1,
  encode: (text, maxLength) => new Int32Array(Math.min(maxLength, text.split(' ').length + 2)),
};
const set = (records: number) => ({
  fileName: 'set.json',
  triplets: Array.from({ length: records }, (_, i) => ({
    query: 'one two',
    positive: 'a '.repeat(i % 3).trim() || 'a',
    negative: 'x y z',
  })),
});

/** A clock that is far ahead at each look, so that every record ends a slice. */
function hurried(): () => number {
  let time = 0;
  return () => (time += 1000);
}

it('counts every text of every field, special tokens included', async () => {
  const reports: TokenLengths[] = [];
  await measureTokenLengths(set(6), words, { now: () => 0, onProgress: (lengths) => reports.push(lengths) });
  expect(reports).toEqual([
    {
      ...{ done: 6, total: 6 },
      fields: {
        query: { lengths: [4], counts: [6] },
        positive: { lengths: [3, 4], counts: [4, 2] },
        negative: { lengths: [5], counts: [6] },
      },
    },
  ]);
});

it('tells what it has so far, and stops when it is told to', async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const measuring = measureTokenLengths(set(5), words, {
    ...{ signal: stop.signal, now: hurried() },
    onProgress: ({ done }) => {
      seen.push(done);
      if (done === 2) stop.abort();
    },
  });
  await expect(measuring).rejects.toThrow(CancelledError);
  expect(seen).toEqual([1, 2]);
});

it('says of an empty set that it is done', async () => {
  const reports: TokenLengths[] = [];
  await measureTokenLengths(set(0), words, { now: () => 0, onProgress: (lengths) => reports.push(lengths) });
  expect(reports.map(({ done, total }) => [done, total])).toEqual([[0, 0]]);
});
