import { describe, expect, it } from 'vitest';
import { loadGolden, relativeDifference, TINY_MODELS } from '../../../tests/support/golden';
import { elementwiseAlignment, gradientProduct, tensorAlignment } from './alignment';
import { summarizeAlignment } from './alignment-summary';

describe.each(TINY_MODELS)('alignment of %s', (model) => {
  const golden = loadGolden(model);
  it('agrees with PyTorch for every weight', () => {
    for (const [name, tensor] of Object.entries(golden.json.tensors)) {
      const general = golden.array('grad_general', name);
      const domain = golden.array('grad_domain', name);
      if (tensor.grad_general.l2 < 1e-6) continue; // a BERT key bias: rounding noise on both sides
      expect(tensorAlignment(gradientProduct(general, domain)), name).toBeCloseTo(tensor.tensor_alignment, 6);
      const ours = elementwiseAlignment(general, domain, tensor.shape);
      expect(relativeDifference(ours, golden.array('alignment', name)), name).toBeLessThan(1e-6);
    }
  });
});

describe('elementwiseAlignment', () => {
  it('counts the zeros of the border in the mean', () => {
    const ones = new Float32Array(9).fill(1);
    const ninth = [4, 6, 4, 6, 9, 6, 4, 6, 4].map((count) => count / 81);
    expect(relativeDifference(elementwiseAlignment(ones, ones, [3, 3]), ninth)).toBeLessThan(1e-7);
  });

  it('keeps the shape with an even filter, looking up and left', () => {
    const ones = new Float32Array(6).fill(1);
    const quarter = [1, 2, 2, 2, 4, 4].map((count) => count / 24);
    expect(relativeDifference(elementwiseAlignment(ones, ones, [2, 3]), quarter)).toBeLessThan(1e-7);
  });

  it('does not smooth one dimension, nor over a dimension of 1', () => {
    const general = Float32Array.of(3, 4, 0);
    const expected = [9 / 25, 16 / 25, 0];
    for (const shape of [[3], [1, 3], [3, 1]]) {
      expect(relativeDifference(elementwiseAlignment(general, general, shape), expected)).toBeLessThan(1e-7);
    }
  });

  it('smooths each matrix of three dimensions by itself', () => {
    const general = Float32Array.from({ length: 24 }, (_, i) => Math.sin(i));
    const domain = Float32Array.from({ length: 24 }, (_, i) => Math.cos(i));
    const whole = elementwiseAlignment(general, domain, [2, 3, 4]);
    const changed = domain.slice().fill(0.1, 12);
    const ratio = tensorNorm(changed) / tensorNorm(domain);
    const first = elementwiseAlignment(general, changed, [2, 3, 4])
      .subarray(0, 12)
      .map((x) => x * ratio);
    expect(relativeDifference(first, whole.subarray(0, 12))).toBeLessThan(1e-6);
  });

  it('is all zeros when a gradient vanishes', () => {
    const zero = new Float32Array(4);
    const ones = new Float32Array(4).fill(1);
    expect([...elementwiseAlignment(zero, ones, [2, 2])]).toEqual([0, 0, 0, 0]);
    expect(tensorAlignment(gradientProduct(ones, zero))).toBe(0);
  });

  it('takes a table of 11.7 million weights in seconds', () => {
    const gradient = new Float32Array(30522 * 384).fill(1e-4);
    const start = performance.now();
    elementwiseAlignment(gradient, gradient, [30522, 384]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

function tensorNorm(values: Float32Array): number {
  return gradientProduct(values, values).normGeneral;
}

describe('summarizeAlignment', () => {
  it('counts, ranks and averages', () => {
    const tensors = [0.1, 0.2, -0.3, 0, -0.1].map((a, i) => ({ name: `w${i}`, tensorAlignment: a, conflictRate: i / 4 }));
    const summary = summarizeAlignment(tensors);
    expect(summary).toMatchObject({ aligned: 1, opposed: 1, neutral: 3, conflicting: 2, conflictRate: { mean: 0.5, max: 1, min: 0 } });
    expect(summary.largest.map((row) => row.name)).toEqual(['w2', 'w1', 'w0', 'w4', 'w3']);
    expect(summarizeAlignment([]).conflictRate).toEqual({ mean: 0, max: 0, min: 0 });
  });
});
