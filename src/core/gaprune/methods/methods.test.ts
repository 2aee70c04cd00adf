import { describe, expect, it } from 'vitest';
import { updateWeight } from '../../compensate/update-weight';
import { mulberry32 } from '../../data/random';
import { MissingInputsError } from '../errors';
import { openFixture } from '../../../../tests/support/models';
import { relativeDifference } from '../../../../tests/support/golden';
import { randomInputs, randomStatistics } from '../../../../tests/support/statistics';
import { Pruner } from '../pruner';
import { scoreTensor } from '../scoring';
import { maskSettings, type ScoringSettings, scoringSettings } from '../settings';
import type { TensorStatistics } from '../statistics';
import { METHODS, METHOD_NAMES } from './index';
import { fisherMeans } from './fisher-means';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 5);
const inputs = randomInputs(model, 6);
function prunerOf(): Pruner {
  const pruner = new Pruner(model, statistics);
  pruner.useInputs(inputs);
  return pruner;
}
const settings = (part: Partial<ScoringSettings>): ScoringSettings => scoringSettings.parse(part);

describe.each(METHOD_NAMES)('%s', (method) => {
  it.each([0.1, 0.5, 0.77])('loses exactly the share of %d asked for, and the same weights every time', (sparsity) => {
    for (const budget of ['global', 'uniform'] as const) {
      const mask = maskSettings.parse({ layers: ['linear'], sparsity, budget, rhoMin: 0, rhoMax: 1 });
      const pruner = prunerOf();
      const scored = pruner.plan(settings({ method }), mask);
      const masks = pruner.masks(scored);
      const ones = [...masks.values()].reduce((sum, bits) => sum + bits.reduce((count, bit) => count + bit, 0), 0);
      expect(ones).toBe(Math.floor(scored.plan.total * sparsity));
      expect(scored.plan.zeros).toBe(ones);
      const again = prunerOf();
      expect(again.masks(again.plan(settings({ method }), mask))).toEqual(masks);
    }
  });

  it('changes with the settings it names, and with no others', () => {
    const name = 'encoder.layer.1.attention.self.query.weight';
    const scoresWith = (part: Partial<ScoringSettings>): Float32Array =>
      prunerOf()
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
  const tensorInputs = { norms: Float32Array.of(8, 1, 1), factor: null };
  const weights = Float32Array.of(0.5, -2, 3);
  const score = (part: Partial<ScoringSettings>): number[] => [
    ...scoreTensor({ statistics: tensor, weights, means: fisherMeans([tensor]), inputs: tensorInputs, sparsity: 0.5 }, settings(part)),
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
    close(score({ method: 'wanda' }), [1, 1 / 3, 2 / 3]);
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
        { statistics: { ...tensor, name }, weights: new Float32Array(size), means: { general: 1, domain: 1 }, inputs: null, sparsity: 0.5 },
        settings({ method: 'random', seed }),
      );
    const scores = draw(7, 'a');
    expect(scores.reduce((sum, x) => sum + x, 0) / size).toBeCloseTo(0.5, 2);
    expect(draw(7, 'a')).toEqual(scores);
    expect(draw(8, 'a')).not.toEqual(scores);
    expect(draw(7, 'b')).not.toEqual(scores);
  });
});

describe('Wanda', () => {
  it('takes the same share of every row, and of neighbours for a pattern', () => {
    const name = 'encoder.layer.0.intermediate.dense.weight';
    const mask = maskSettings.parse({ layers: ['linear'], sparsity: 0.5 });
    const pruner = prunerOf();
    const bits = pruner.masks(pruner.plan(settings({ method: 'wanda' }), mask)).get(name)!;
    for (let row = 0; row < 64; row++) expect(bits.subarray(row * 32, (row + 1) * 32).reduce((sum, bit) => sum + bit, 0)).toBe(16);
  });

  it('is not had without inputs', () => {
    const scoring = settings({ method: 'wanda' });
    expect(() => new Pruner(model, statistics).plan(scoring, maskSettings.parse({}))).toThrow(MissingInputsError);
    const pruner = new Pruner(model, statistics);
    pruner.useInputs(new Map([...inputs].map(([name, { norms }]) => [name, { norms, factor: null }])));
    expect(pruner.plan(scoring, maskSettings.parse({})).plan.zeros).toBeGreaterThan(0);
    expect(() => pruner.plan(settings({ method: 'sparsegpt' }), maskSettings.parse({}))).toThrow(MissingInputsError);
  });
});

describe('SparseGPT', () => {
  const [rows, width] = [6, 300];
  const random = mulberry32(3);
  const weights = Float32Array.from({ length: rows * width }, () => random() - 0.5);
  const { factor } = randomInputs({ ...model, parameters: [{ ...model.parameters[0]!, name: 'w', shape: [rows, width] }] }, 4).get('w')!;
  const tensor = { ...statistics[0]!, name: 'w', shape: [rows, width] };
  const inputsOfTensor = { norms: new Float32Array(width).fill(1), factor };
  const means = { general: 1, domain: 1 };

  it('chooses block by block, with the columns before made up for', () => {
    const sparsity = 0.4;
    const scores = scoreTensor({ statistics: tensor, weights, means, inputs: inputsOfTensor, sparsity }, settings({ method: 'sparsegpt' }));
    const mask = Uint8Array.from(scores, (score) => Number(score <= sparsity));
    for (const [start, end] of [
      [0, 128],
      [128, 256],
      [256, 300],
    ] as const) {
      // prettier-ignore
      const before = mask.map((bit, i) => (i % width < start ? bit : 0));
      const now = updateWeight(weights, before, factor!, width);
      const at = [...mask.keys()].filter((i) => i % width >= start && i % width < end);
      const cost = (i: number): number => (now[i]! / factor![(i % width) * (width + 1)]!) ** 2;
      const gone = at.filter((i) => mask[i] === 1);
      expect(gone.length).toBe(Math.floor(at.length * sparsity));
      const largest = Math.max(...gone.map(cost));
      expect(at.filter((i) => mask[i] === 0).every((i) => cost(i) >= largest * (1 - 1e-5))).toBe(true);
    }
  });

  it('goes by size where nothing is known of the inputs', () => {
    const small = { ...tensor, shape: [1, 4] };
    const scores = scoreTensor(
      { statistics: small, weights: Float32Array.of(3, -1, 2, -4), means, inputs: null, sparsity: 0.5 },
      settings({ method: 'sparsegpt' }),
    );
    expect([...scores]).toEqual([0.75, 0.25, 0.5, 1]);
  });
});
