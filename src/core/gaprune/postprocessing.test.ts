import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../tests/support/golden';
import { ascendingOrder, keyOf, valueOf } from './float-order';
import { POSTPROCESSINGS } from './postprocessing';

const settings = { temperature: 2 };
const apply = (method: keyof typeof POSTPROCESSINGS, values: readonly number[]): number[] =>
  Array.from(POSTPROCESSINGS[method].apply(Float32Array.from(values), settings));

describe('POSTPROCESSINGS', () => {
  it('none changes nothing', () => {
    const scores = Float32Array.of(1, 2);
    expect(POSTPROCESSINGS.none.apply(scores)).toEqual(scores);
  });

  it('zscore_sigmoid uses the sample deviation and the temperature', () => {
    const expected = [-1, 0, 1].map((z) => 1 / (1 + Math.exp(-z / 2)));
    expect(relativeDifference(apply('zscore_sigmoid', [10, 20, 30]), expected)).toBeLessThan(1e-7);
    expect(apply('zscore_sigmoid', [7])).toEqual([0.5]);
    expect(apply('zscore_sigmoid', [7, 7])).toEqual([0.5, 0.5]);
  });

  it('minmax stretches to 0…1, and equal scores to 0', () => {
    expect(relativeDifference(apply('minmax', [2, 4, 6]), [0, 0.5, 1])).toBeLessThan(1e-7);
    expect(apply('minmax', [3, 3])).toEqual([0, 0]);
  });

  it('rank gives ties to the lowest index first, and keeps a NaN', () => {
    expect(apply('rank', [5, -1, 5, 0])).toEqual([0.75, 0.25, 1, 0.5]);
    expect(apply('rank', [1, NaN])).toEqual([0.5, NaN]);
  });
});

describe('float order', () => {
  const float = fc.float({ noNaN: true });
  it('keys keep the order and come back', () => {
    fc.assert(
      fc.property(float, float, (a, b) => {
        expect(keyOf(a) < keyOf(b)).toBe(a < b);
        expect(valueOf(keyOf(a)) === a).toBe(true);
      }),
    );
  });

  it('orders as a comparison sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(float, fc.constantFrom(0, -0, 1, Infinity, -Infinity))), (values) => {
        const expected = values
          .map((_, i) => i)
          .sort((a, b) => Number((values[a] ?? 0) > (values[b] ?? 0)) - Number((values[a] ?? 0) < (values[b] ?? 0)) || a - b);
        expect([...ascendingOrder(Float32Array.from(values))]).toEqual(expected);
      }),
    );
  });
});
