import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildMasks, planMask } from './mask';
import { scoreHistogram } from './score-histogram';
import { ScoreTable } from './scores';
import { maskSettings } from './settings';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

it('counts every score, and every one that goes, in the bin it lies in', () => {
  const score = fc.oneof(fc.constantFrom(0.5, 0.7), fc.float({ min: Math.fround(1e-6), max: 10, noNaN: true }));
  const tensors = fc.array(fc.array(score, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(tensors, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('global', 'uniform'), (arrays, sparsity, budget) => {
      const table = new ScoreTable(
        arrays.map((values, t) => ({ name: `w${t}`, layer: t, group: `layers.${t}`, scores: Float32Array.from(values) })),
      );
      const plan = planMask(table, new Set(arrays.map((_, t) => `w${t}`)), maskSettings.parse({ sparsity, budget }));
      const { edges, counts, pruned } = scoreHistogram(table, plan, 8);
      const masks = [...buildMasks(table, plan).values()];
      const binOf = (value: number): number => edges.slice(1, -1).filter((edge) => value >= edge).length;
      const expected = { counts: new Array<number>(8).fill(0), pruned: new Array<number>(8).fill(0) };
      table.tensors.forEach(({ scores }, t) => {
        scores.forEach((value, i) => {
          expected.counts[binOf(value)]! += 1;
          expected.pruned[binOf(value)]! += masks[t]?.[i] ?? 0;
        });
      });
      expect({ counts, pruned }).toEqual(expected);
      expect([sum(counts), sum(pruned)]).toEqual([plan.total, plan.zeros]);
    }),
  );
});

it('takes a log scale for scores that differ in size, and gives a bin to equal scores', () => {
  const table = (values: number[]): ScoreTable =>
    new ScoreTable([{ name: 'w', layer: 0, group: 'layers.0', scores: Float32Array.from(values) }]);
  const histogram = (values: number[]) => {
    const scores = table(values);
    return scoreHistogram(scores, planMask(scores, new Set(['w']), maskSettings.parse({ sparsity: 0.5 })), 4);
  };
  expect(histogram([1e-6, 1e-4, 1e-2, 1])).toMatchObject({ scale: 'log', counts: [1, 1, 1, 1], pruned: [1, 1, 0, 0] });
  expect(histogram([3, 3, 3, 3])).toMatchObject({ scale: 'linear', counts: [4, 0, 0, 0], pruned: [2, 0, 0, 0], threshold: 3 });
  expect(histogram([-1, 0, 1, 2]).threshold).toBe(0);
});
