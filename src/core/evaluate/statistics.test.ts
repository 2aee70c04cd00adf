import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../data/random';
import { bootstrap, compare } from './statistics';

function normal(n: number, mean: number, deviation: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from(
    { length: n },
    () => mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('bootstrap', () => {
  it('comes near the interval of normal theory', () => {
    const { mean, low, high } = bootstrap(normal(400, 0.5, 0.2, 3));
    const half = (1.96 * 0.2) / Math.sqrt(400);
    expect(Math.abs((high - low) / 2 - half)).toBeLessThan(0.1 * half);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
  });

  it('is the same every time, and a point where nothing varies', () => {
    const values = normal(50, 0, 1, 4);
    expect(bootstrap(values)).toEqual(bootstrap(values));
    expect(bootstrap(new Float64Array(9).fill(0.25))).toEqual({ mean: 0.25, low: 0.25, high: 0.25 });
  });
});

describe('compare', () => {
  it('is exact for few items: all signs of four equal differences', () => {
    const { mean, p } = compare(new Float64Array(4), new Float64Array(4).fill(0.5));
    expect(mean).toBe(0.5);
    // 2 of the 16 ways to choose signs are as far from 0.
    expect(p).toBeGreaterThan(0.11);
    expect(p).toBeLessThan(0.14);
  });

  it('says nothing where nothing changed', () => {
    const values = normal(30, 1, 1, 5);
    expect(compare(values, values)).toEqual({ mean: 0, low: 0, high: 0, p: 1 });
  });

  it('finds a difference, and calls chance what is chance', () => {
    const first = normal(300, 0.5, 0.3, 6);
    const noise = normal(300, 0, 0.1, 7);
    expect(
      compare(
        first,
        first.map((x, i) => x + 0.05 + (noise[i] ?? 0)),
      ).p,
    ).toBe(0.0001);
    expect(
      compare(
        first,
        first.map((x, i) => x + (noise[i] ?? 0)),
      ).p,
    ).toBeGreaterThan(0.05);
  });
});
