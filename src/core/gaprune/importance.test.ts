import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOLDEN_MODELS, loadGolden, relativeDifference } from '../../../tests/support/golden';
import { gradientVariation } from './alignment-fallback';
import { domainAlignmentImportance, importanceOf } from './importance';
import { fuse, scoreTensor } from './scoring';
import { scoringSettings } from './settings';
import type { TensorStatistics } from './statistics';

const settings = scoringSettings.parse({});
const means = { general: 1, domain: 1 };
const floats = (values: readonly number[]): Float32Array => Float32Array.from(values);

describe.each(GOLDEN_MODELS)('importance in %s', (model) => {
  it('agrees with PyTorch on the samples of every candidate', () => {
    const { tensors } = loadGolden(model).json;
    let checked = 0;
    for (const [name, tensor] of Object.entries(tensors)) {
      if (tensor.dai === undefined) continue;
      const input = {
        fisherGeneral: floats(tensor.fisher_general_mb4.samples),
        fisherDomain: floats(tensor.fisher_domain_mb4.samples),
        alignment: floats(tensor.alignment.samples),
      };
      const ours = domainAlignmentImportance(input, floats(tensor.weight.samples), settings);
      expect(relativeDifference(ours, tensor.dai.samples), name).toBeLessThan(1e-7);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(10);
  });
});

function statistics(size: number): TensorStatistics {
  const wave = (step: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i * step));
  const fisher = (step: number) => wave(step).map((x) => x * x);
  return {
    name: 'w',
    shape: [1, size],
    fisherGeneral: fisher(1.3),
    fisherDomain: fisher(0.7),
    gradGeneral: wave(0.9),
    gradDomain: wave(1.1),
    tensorAlignment: 0.75,
    conflictRate: 0,
  };
}

describe('importanceOf', () => {
  const weights = Float32Array.from({ length: 50 }, (_, i) => Math.cos(i) * 3);

  it('is the formula of section 7, in float64', () => {
    const stats = statistics(50);
    const custom = { ...settings, beta: 0.8, gamma: 0.3, alignment: 'tensor' as const, alignmentStrength: 0.4 };
    const expected = Array.from(weights, (w, i) => {
      const magnitude = Math.abs(w);
      const difference = (stats.fisherDomain[i] ?? 0) * magnitude - 0.8 * (stats.fisherGeneral[i] ?? 0) * magnitude;
      return Math.log(1 + Math.exp(difference * (1 + 0.4 * 0.75) + 0.3 * Math.sqrt(magnitude + 1e-8)));
    });
    expect(relativeDifference(importanceOf(stats, weights, custom), expected)).toBeLessThan(1e-7);
  });

  it('falls back on the varied tensor alignment where there are no gradients', () => {
    const alignment = gradientVariation(0.75, weights);
    for (const gradGeneral of [new Float32Array(), new Float32Array(weights.length)]) {
      const stats = { ...statistics(50), gradGeneral };
      expect(importanceOf(stats, weights, settings)).toEqual(domainAlignmentImportance({ ...stats, alignment }, weights, settings));
    }
  });

  it('takes a Fisher mean, or 1, for what was not measured', () => {
    const input = { fisherGeneral: 2, fisherDomain: null, alignment: 0 };
    const [score] = domainAlignmentImportance(input, floats([-3]), settings);
    expect(score).toBeCloseTo(Math.log1p(Math.exp(-3 + 0.5 * Math.sqrt(3))), 6);
  });

  it('clamps the factor and does not overflow', () => {
    const input = { fisherGeneral: 0, fisherDomain: 1e6, alignment: 1e9 };
    const scores = domainAlignmentImportance(input, floats([1, -2, 0]), settings);
    expect(scores[0]).toBeCloseTo(1.2e6 + 0.5, 0);
    expect(scores[2]).toBeCloseTo(Math.log(2) + 0.5 * 0.5e-4, 6);
  });

  it('tells weights apart by magnitude when the scores hardly differ', () => {
    const input = { fisherGeneral: 0, fisherDomain: 0, alignment: 0 };
    const scores = domainAlignmentImportance(input, floats([1, -2, 3]), { ...settings, gamma: 0 });
    expect(
      relativeDifference(
        scores,
        [0.75, 1, 1.25].map((x) => x * Math.log(2)),
      ),
    ).toBeLessThan(1e-7);
    expect(domainAlignmentImportance(input, floats([1]), { ...settings, gamma: 0 })[0]).toBeCloseTo(Math.log(2), 6);
  });
});

describe('gradientVariation', () => {
  it('varies the alignment by the differences of neighbours, the last one repeated', () => {
    const [a, b, c] = gradientVariation(0.5, floats([0, 1, 4]));
    expect([a, b, c].map((x) => Number(x?.toFixed(5)))).toEqual([0.44286, 0.52857, 0.52857]);
  });

  it('stays within −1…1 and takes a single weight', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), (a, w) => {
        expect(gradientVariation(a, floats(w)).every((x) => Math.abs(x) <= 1)).toBe(true);
      }),
    );
  });
});

describe('fusion', () => {
  it('adds domain relevance to the processed scores', () => {
    const fused = fuse(floats([2, 4]), floats([-1, 0.5]), floats([10, 20]), { fusionAlpha: 0.5, fusionBeta: 2 });
    expect([...fused]).toEqual([21, 41]);
  });

  it('is left out by default, and done after the post-processing', () => {
    const weights = Float32Array.from({ length: 8 }, (_, i) => i);
    const stats = statistics(8);
    const ranks = scoreTensor({ statistics: stats, weights, means, inputs: null, sparsity: 0.5 }, { ...settings, postprocessing: 'rank' });
    expect([...ranks].sort()).toEqual([0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1]);
    const fused = scoreTensor(
      { statistics: stats, weights, means, inputs: null, sparsity: 0.5 },
      { ...settings, postprocessing: 'rank', fusionAlpha: 1 },
    );
    expect(fused[7]).toBeCloseTo((ranks[7] ?? 0) + (stats.fisherDomain[7] ?? 0) * 7, 6);
  });
});
