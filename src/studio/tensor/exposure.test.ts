import { expect, it } from 'vitest';
import { QUANTILE_SHARES } from '../../core/tiles/quantiles';
import { Exposure } from './exposure';

const evenlyTo = (high: number): number[] => QUANTILE_SHARES.map((share) => share * high);

it('cells of several weights and single weights have ranges of their own', () => {
  const exposure = new Exposure('linear', 'all');
  expect(exposure.scale(false)).toBeNull();
  exposure.measureCells(Float32Array.of(0, 1, NaN, 2));
  expect(exposure.scale(true)?.range).toEqual({ low: 0, high: 2 });
  exposure.measureSingles(evenlyTo(100));
  expect(exposure.scale(true)?.range).toEqual({ low: 0, high: 100 });
  expect(exposure.scale(false)?.range).toEqual({ low: 0, high: 2 });
  expect(exposure.clipped('middle').scale(true)?.range).toEqual({ low: 5, high: 95 });
});

it('a scale is the same object until something is measured', () => {
  const exposure = new Exposure('linear', 'all');
  exposure.measureCells(Float32Array.of(0, 1));
  const before = exposure.scale(false);
  expect(exposure.scale(false)).toBe(before);
  exposure.measureCells(Float32Array.of(0, 3));
  expect(exposure.scale(false)).not.toBe(before);
});

it('shares span 0 to 1, whatever was measured', () => {
  expect(new Exposure('share', 'most').scale(false)?.range).toEqual({ low: 0, high: 1 });
});
