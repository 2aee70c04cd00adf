import { expect, test } from 'vitest';
import { mulberry32 } from '../data/random';
import { ScoreTable } from '../gaprune/scores';
import { rankOf, rankShares } from './ranking';

test('ranks are those of one sorted list: by score, then by tensor, then by index', () => {
  const next = mulberry32(3);
  // Few different scores, so that most are ties.
  const table = new ScoreTable(
    [40, 1, 25].map((size, at) => ({
      name: `tensor ${at}`,
      layer: at,
      group: 'all',
      scores: Float32Array.from({ length: size }, () => Math.floor(next() * 6)),
    })),
  );
  const ranking = { tensors: table.tensors, size: 66 };
  const listed = table.tensors.flatMap((tensor, at) => [...tensor.scores].map((score, index) => ({ at, index, score })));
  listed.sort((a, b) => a.score - b.score || a.at - b.at || a.index - b.index);
  const shares = table.tensors.map((tensor) => rankShares(tensor, ranking));
  listed.forEach(({ at, index }, place) => {
    const tensor = table.tensors[at];
    if (tensor === undefined) throw new Error('unreachable');
    expect(rankOf(tensor, index, ranking)).toBe(place + 1);
    expect(shares[at]?.[index]).toBe(Math.fround((place + 1) / 66));
  });
});
