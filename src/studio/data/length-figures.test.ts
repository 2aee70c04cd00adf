import { describe, expect, it } from 'vitest';
import { axisEnd, histogram, longest, placeOf, quantile, shareTruncated } from './length-figures';

const field = { lengths: [3, 8, 200], counts: [5, 4, 1] };
const none = { lengths: [], counts: [] };

describe('lengths of texts', () => {
  it('counts as cut what is longer than the max length, not what fills it', () => {
    expect([2, 3, 8, 199, 200].map((maxLength) => shareTruncated(field, maxLength))).toEqual([1, 0.5, 0.1, 0.1, 0]);
    expect(shareTruncated(none, 4)).toBe(0);
  });

  it('knows the median and the longest', () => {
    expect([quantile(field, 0.5), quantile(field, 0.9), longest(field)]).toEqual([3, 8, 200]);
    expect([quantile(none, 0.5), longest(none)]).toEqual([0, 0]);
  });

  it('puts every text into a bar of a logarithmic axis', () => {
    expect(axisEnd([field, none])).toBe(256);
    const bars = histogram(field, 256);
    expect(bars).toHaveLength(24);
    expect([bars[0], bars[4], bars[22]]).toEqual([5, 4, 1]);
    expect(bars.reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it.each([4, 8, 200, 256, 32_768])('has room for a text of %d tokens', (length) => {
    const end = axisEnd([{ lengths: [length], counts: [1] }]);
    expect(histogram({ lengths: [length], counts: [1] }, end)).toHaveLength(placeOf(end));
  });
});
