import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomInputs, randomStatistics } from '../../../tests/support/statistics';
import { GRANULARITIES, rankInGroups } from './granularity';
import { METHOD_NAMES } from './methods';
import { Pruner } from './pruner';
import { maskSettings, scoringSettings } from './settings';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 5);
const inputs = randomInputs(model, 6);
const mask = maskSettings.parse({ layers: ['linear'] });

/** Zeros of every group of `size` neighbours along the input. */
function zerosPerGroup(bits: Uint8Array, size: number): number[] {
  return Array.from({ length: bits.length / size }, (_, i) => bits.subarray(i * size, (i + 1) * size).reduce((sum, bit) => sum + bit, 0));
}

describe.each(METHOD_NAMES)('N:M by %s', (method) => {
  it.each([
    ['2:4', 4, 2],
    ['4:8', 8, 4],
  ] as const)('%s leaves exactly half of every %i neighbours', (granularity, group, zeros) => {
    const pruner = new Pruner(model, statistics);
    pruner.useInputs(inputs);
    for (const budget of ['global', 'uniform'] as const) {
      const scored = pruner.plan(scoringSettings.parse({ method, granularity }), { ...mask, budget });
      expect(scored.plan.zeros).toBe(scored.plan.total / 2);
      for (const [name, bits] of pruner.masks(scored)) expect(new Set(zerosPerGroup(bits, group)), name).toEqual(new Set([zeros]));
    }
  });
});

describe('rankInGroups', () => {
  it('ranks within each group of a row, a shorter last one among itself', () => {
    const ranked = rankInGroups(Float32Array.of(9, 1, 5, 7, 3, 2, 4, 4, 4, 4, 1, 8), 6, GRANULARITIES['2:4']);
    expect([...ranked]).toEqual([1, 0.25, 0.5, 0.75, 1, 0.5, 0.25, 0.5, 0.75, 1, 0.5, 1]);
  });

  it('takes the weights that score least in their group, and keeps the pattern above one half', () => {
    const pruner = new Pruner(model, statistics);
    const scoring = scoringSettings.parse({ method: 'magnitude', granularity: '2:4' });
    const more = pruner.masks(pruner.plan(scoring, { ...mask, sparsity: 0.6 }));
    for (const bits of more.values()) expect(zerosPerGroup(bits, 4).every((zeros) => zeros >= 2)).toBe(true);
  });

  it('keeps a NaN, and the scores as they are without a group', () => {
    expect(rankInGroups(Float32Array.of(NaN, 1), 2, GRANULARITIES['4:8'])[0]).toBeNaN();
    const scores = Float32Array.of(3, 1);
    expect(rankInGroups(scores, 2, GRANULARITIES.unstructured)).toBe(scores);
  });
});
