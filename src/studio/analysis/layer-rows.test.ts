import { expect, test } from 'vitest';
import { logShare, rangeOf } from './layer-rows';

test('bars are as long as the logarithm says, and nothing has none', () => {
  const share = logShare([1e-4, 1e-2, null]);
  expect(share(1e-2)).toBe(1);
  expect(share(1e-3)).toBeCloseTo((1 + 0.1) / (2 + 0.1));
  expect(share(1e-4)).toBeGreaterThan(0);
  expect([share(null), share(0)]).toEqual([0, 0]);
});

test('values that are alike have bars that are alike', () => {
  const share = logShare([1, 1.1]);
  expect(share(1)).toBeGreaterThan(0.9);
});

test('before anything is known there are no bars', () => {
  expect(logShare([null])(null)).toBe(0);
  expect(rangeOf([null])).toBe(1);
});

test.each([
  [[0.012, -0.004], 0.02],
  [[-0.3], 0.5],
  [[0.7, 1], 1],
  [[0.05], 0.05],
])('an axis that holds %j reaches to %d', (values, range) => {
  expect(rangeOf(values)).toBe(range);
});
