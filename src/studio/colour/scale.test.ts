import { describe, expect, it } from 'vitest';
import { paint } from './paint';
import { rangeOf } from './range';
import { scaleFor } from './scale';
import { ticksOf } from './ticks';

describe('scaleFor', () => {
  it('orders of magnitude are equal steps on a log scale, and zero lies at its start', () => {
    const { place } = scaleFor('log', { low: 1e-8, high: 1e-4 });
    expect(place(1e-6)).toBeCloseTo(0.5, 12);
    expect([place(0), place(-1), place(1e-9), place(1)]).toEqual([0, 0, 0, 1]);
  });

  it('a ratio and its inverse lie equally far from the middle', () => {
    const { place, range } = scaleFor('ratio', { low: 0.5, high: 4 });
    expect(place(1)).toBe(0.5);
    expect(place(2) - 0.5).toBeCloseTo(0.5 - place(0.5), 12);
    expect(range.low).toBeCloseTo(0.25, 12);
  });

  it.each([
    ['ratio', 3, 4, 0.5, 1],
    ['ratio', 0.1, 0.2, 0, 0.5],
    ['signed', 0.5, 0.6, 0.5, 1],
    ['signed', -0.6, -0.5, 0, 0.5],
  ] as const)('a %s of %f to %f is spread over its own side', (kind, low, high, from, to) => {
    const { place } = scaleFor(kind, { low, high });
    expect(place(high) - place(low)).toBeGreaterThan(0.4);
    expect(Math.min(place(low), place(high))).toBeGreaterThanOrEqual(from);
    expect(Math.max(place(low), place(high))).toBeLessThanOrEqual(to);
  });

  it('a signed scale has zero in the middle', () => {
    const { place, range } = scaleFor('signed', { low: -0.2, high: 0.6 });
    expect(place(0)).toBe(0.5);
    expect(range).toEqual({ low: -0.6, high: 0.6 });
  });

  it.each(['log', 'linear', 'ratio', 'signed', 'share'] as const)('%s takes no value, one value, equal values and NaN', (kind) => {
    for (const values of [[], [3], [3, 3], [NaN, 3], [0, 0], [-1]]) {
      const { place } = scaleFor(kind, rangeOf(values, 'most', kind === 'log' || kind === 'ratio'));
      expect(Number.isNaN(place(3))).toBe(false);
      expect(place(NaN)).toBeNaN();
    }
  });
});

describe('rangeOf', () => {
  it('leaves out the extremes, as far as it is asked to', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i);
    expect(rangeOf(values, 'all')).toEqual({ low: 0, high: 1000 });
    expect(rangeOf(values, 'most')).toEqual({ low: 10, high: 990 });
    expect(rangeOf(values, 'middle')).toEqual({ low: 50, high: 950 });
    expect(rangeOf([...values, NaN, Infinity], 'all')).toEqual({ low: 0, high: 1000 });
  });
});

describe('ticksOf', () => {
  it.each([
    [{ low: 0, high: 1 }, false, [0, 0.25, 0.5, 0.75, 1]],
    [{ low: -0.6, high: 0.6 }, false, [-0.5, 0, 0.5]],
    [{ low: 1.1e-9, high: 2e-5 }, true, [1e-8, 1e-7, 1e-6, 1e-5]],
    [{ low: 0.25, high: 4 }, true, [0.5, 1, 2]],
    [{ low: 3, high: 4 }, true, [3, 3.25, 3.5, 3.75, 4]],
    [{ low: 2, high: 2 }, false, [2]],
    [{ low: NaN, high: NaN }, false, []],
  ])('%o, log %s', (range, log, expected) => {
    expect(ticksOf(range, log)).toEqual(expected);
  });
});

it('paint gives one opaque pixel per value and none for NaN', () => {
  const pixels = paint(Float32Array.of(0, 1, NaN), scaleFor('share', { low: 0, high: 1 }));
  expect([...pixels]).toEqual([0x44, 0x01, 0x54, 255, 0xfd, 0xe7, 0x25, 255, 0, 0, 0, 0]);
});
