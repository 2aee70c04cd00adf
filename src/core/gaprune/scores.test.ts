import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../data/random';
import { keyOf, valueOf } from './float-order';
import { buildMask } from './mask';
import { InvalidScoreError, ScoreTable, type ScoredTensor } from './scores';

function tensor(name: string, scores: ArrayLike<number>): ScoredTensor {
  return { name, layer: null, group: name, scores: Float32Array.from(scores) };
}

describe('ScoreTable', () => {
  const value = fc.oneof(fc.constantFrom(0, -0, 1, -1, 2, Infinity, -Infinity), fc.float({ noNaN: true }));
  const tables = fc.array(fc.array(value, { maxLength: 30 }), { minLength: 1, maxLength: 5 });

  it('picks exactly the k elements that a stable sort of everything puts first', () => {
    fc.assert(
      fc.property(tables, fc.nat(160), (arrays, k) => {
        const table = new ScoreTable(arrays.map((values, i) => tensor(`w${i}`, values)));
        const all = arrays.flatMap((values, t) => values.map((value, i) => ({ value: Math.fround(value), t, i })));
        all.sort((a, b) => Number(a.value > b.value) - Number(a.value < b.value) || a.t - b.t || a.i - b.i);
        const { threshold, shares } = table.lowest(k);
        const picked = shares.flatMap(({ tensor: t, ties }) =>
          [...buildMask(table.tensors[t]?.scores ?? new Float32Array(), { threshold, ties })].flatMap((bit, i) =>
            bit === 1 ? [`${t}:${i}`] : [],
          ),
        );
        const expected = all.slice(0, k).map(({ t, i }) => `${t}:${i}`);
        expect(picked.sort()).toEqual(expected.sort());
        expect(shares.reduce((sum, share) => sum + share.below + share.ties, 0)).toBe(Math.min(k, all.length));
      }),
      { numRuns: 500 },
    );
  });

  it('looks only at the tensors asked about', () => {
    const table = new ScoreTable([tensor('a', [1, 2]), tensor('b', [0, 0]), tensor('c', [1, 3])]);
    expect(table.lowest(2, [2, 0])).toEqual({
      threshold: 1,
      shares: [
        { tensor: 0, below: 0, ties: 1 },
        { tensor: 2, below: 0, ties: 1 },
      ],
    });
    expect(table.lowest(0)).toMatchObject({ threshold: null });
    expect(table.tensors[2]?.meanScore).toBe(2);
  });

  it('refuses a NaN and says where it is', () => {
    expect(() => new ScoreTable([tensor('a', [1]), tensor('b', [1, NaN, 2])])).toThrow(InvalidScoreError);
    expect(() => new ScoreTable([tensor('b', [1, NaN, 2])])).toThrow('b, element 1');
  });

  it('counts the same in a tensor of many equal scores, of close ones, and of scores of any size', () => {
    const next = mulberry32(9);
    for (const make of [() => 0.5, () => 0.7 + next() * 1e-4, () => (next() - 0.5) * 2 ** Math.floor(next() * 60 - 30)]) {
      const scores = Float32Array.from({ length: 5000 }, make);
      const table = new ScoreTable([tensor('a', scores.subarray(0, 2000)), tensor('b', scores.subarray(2000))]);
      const sorted = scores.slice().sort();
      for (const k of [1, 2, 777, 2500, 4999, 5000]) expect(table.lowest(k).threshold).toBe(sorted[k - 1]);
      expect([...(table.tensors[1]?.index.ascendingKeys() ?? [])].map(valueOf)).toEqual([...scores.slice(2000).sort()]);
      expect(table.tensors[1]?.index.keyAt(1234)).toBe(keyOf(scores.slice(2000).sort()[1234] ?? NaN));
    }
  });
});
