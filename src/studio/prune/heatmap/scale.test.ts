import { expect, test } from 'vitest';
import { scaleFor } from './scale';

test('orders of magnitude are equal steps on a log scale, and zero lies at its start', () => {
  const { place, marks } = scaleFor('log', [0, 1e-8, 1e-6, 1e-4]);
  expect(place(1e-6)).toBeCloseTo(0.5, 12);
  expect(place(0)).toBe(0);
  expect(marks[0]).toBe(1e-8);
});

test('a ratio and its inverse lie equally far from the middle', () => {
  const { place } = scaleFor('ratio', [0.5, 4]);
  expect(place(1)).toBe(0.5);
  expect(place(2) - 0.5).toBeCloseTo(0.5 - place(0.5), 12);
  expect(place(4)).toBe(1);
});

test('a signed scale has zero in the middle', () => {
  const { place, marks } = scaleFor('signed', [-0.2, 0.6]);
  expect(place(0)).toBe(0.5);
  expect(marks).toEqual([-0.6, 0, 0.6]);
});

test.each(['log', 'linear', 'ratio', 'signed', 'share'] as const)('%s takes no value, one value and equal values', (kind) => {
  for (const values of [[], [3], [3, 3]]) {
    const place = scaleFor(kind, values).place(3);
    expect(Number.isNaN(place)).toBe(false);
  }
});
