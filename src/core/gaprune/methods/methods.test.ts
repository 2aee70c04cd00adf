import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../../tests/support/models';
import { relativeDifference } from '../../../../tests/support/golden';
import { randomStatistics } from '../../../../tests/support/statistics';
import { Pruner } from '../pruner';
import { scoreTensor } from '../scoring';
import { maskSettings, type ScoringSettings, scoringSettings } from '../settings';
import type { TensorStatistics } from '../statistics';
import { METHODS, METHOD_NAMES } from './index';
import { fisherMeans } from './fisher-means';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 5);
const settings = (part: Partial<ScoringSettings>): ScoringSettings => scoringSettings.parse(part);

describe.each(METHOD_NAMES)('%s', (method) => {
  it.each([0.1, 0.5, 0.77])('loses exactly the share of %d asked for, and the same weights every time', (sparsity) => {
    for (const budget of ['global', 'uniform'] as const) {
      const mask = maskSettings.parse({ layers: ['linear'], sparsity, budget, rhoMin: 0, rhoMax: 1 });
      const pruner = new Pruner(model, statistics);
      const scored = pruner.plan(settings({ method }), mask);
      const masks = pruner.masks(scored);
      const ones = [...masks.values()].reduce((sum, bits) => sum + bits.reduce((count, bit) => count + bit, 0), 0);
      expect(ones).toBe(Math.floor(scored.plan.total * sparsity));
      expect(scored.plan.zeros).toBe(ones);
      const again = new Pruner(model, statistics);
      expect(again.masks(again.plan(settings({ method }), mask))).toEqual(masks);
    }
  });

  it('changes with the settings it names, and with no others', () => {
    const name = 'encoder.layer.1.attention.self.query.weight';
    const scoresWith = (part: Partial<ScoringSettings>): Float32Array =>
      new Pruner(model, statistics)
        .plan(settings({ method, ...part }), maskSettings.parse({ layers: ['all'] }))
        .table.tensors.find((tensor) => tensor.name === name)!.scores;
    const plain = scoresWith({});
    const other = {
      domainShare: 0.3,
      damping: 0.7,
      seed: 4,
      beta: 0.3,
      gamma: 0.1,
      alignment: 'tensor',
      alignmentStrength: 0.6,
      fusionAlpha: 0.4,
      fusionBeta: 0.7,
    } as const;
    for (const key of Object.keys(other) as (keyof typeof other)[]) {
      expect([key, Object.is(relativeDifference(scoresWith({ [key]: other[key] }), plain), 0)]).toEqual([
        key,
        !METHODS[method].settings.includes(key),
      ]);
    }
  });
});

describe('formulas', () => {
  const tensor: TensorStatistics = {
    name: 'w',
    shape: [1, 3],
    fisherGeneral: Float32Array.of(1, 2, 3),
    fisherDomain: Float32Array.of(8, 0, 4),
    gradGeneral: Float32Array.of(1, -1, 2),
    gradDomain: Float32Array.of(2, 3, -4),
    tensorAlignment: 0.5,
    conflictRate: 0,
  };
  const weights = Float32Array.of(0.5, -2, 3);
  const score = (part: Partial<ScoringSettings>): number[] => [
    ...scoreTensor({ statistics: tensor, weights, means: fisherMeans([tensor]) }, settings(part)),
  ];
  const close = (ours: number[], expected: number[]): void => expect(relativeDifference(ours, expected)).toBeLessThan(1e-7);

  it('divide Fisher information by its mean over all candidates', () => {
    const other = { ...tensor, fisherGeneral: Float32Array.of(10), fisherDomain: Float32Array.of(0) };
    expect(fisherMeans([tensor, other])).toEqual({ general: 4, domain: 3 });
    expect(fisherMeans([])).toEqual({ general: 1, domain: 1 });
  });

  it('are those that the descriptors state', () => {
    close(score({ method: 'magnitude' }), [0.5, 2, 3]);
    close(score({ method: 'fisher', domainShare: 1 }), [2 * 0.25, 0, 9]);
    close(score({ method: 'fisher', domainShare: 0 }), [0.5 * 0.25, 4, 1.5 * 9]);
    close(score({ method: 'fisher', domainShare: 0.5 }), [1.25 * 0.25, 0.5 * 4, 1.25 * 9]);
    close(score({ method: 'balanced', damping: 0.2 }), [1.45 * 0.25, 0.7 * 4, 1.45 * 9]);
    close(score({ method: 'taylor', domainShare: 0.25 }), [1.25 * 0.5, 0, 0.5 * 3]);
    const calibrated = [1.25, 0.5, 1.25].map((f, i) => {
      const w = [0.5, 2, 3][i]!;
      return 2 * f * w * 1.1 + 0.5 * Math.sqrt(w + 1e-8);
    });
    close(score({ method: 'dai-calibrated' }), calibrated);
  });

  it('take post-processing like any other score', () => {
    close(score({ method: 'magnitude', postprocessing: 'rank' }), [1 / 3, 2 / 3, 1]);
  });

  it('draw random scores evenly, by seed and weight', () => {
    const size = 20_000;
    const draw = (seed: number, name: string): Float32Array =>
      scoreTensor(
        { statistics: { ...tensor, name }, weights: new Float32Array(size), means: { general: 1, domain: 1 } },
        settings({ method: 'random', seed }),
      );
    const scores = draw(7, 'a');
    expect(scores.reduce((sum, x) => sum + x, 0) / size).toBeCloseTo(0.5, 2);
    expect(draw(7, 'a')).toEqual(scores);
    expect(draw(8, 'a')).not.toEqual(scores);
    expect(draw(7, 'b')).not.toEqual(scores);
  });
});
