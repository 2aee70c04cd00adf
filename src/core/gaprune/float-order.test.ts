import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascendingOrder, keyBelow, keyOf, keyUpTo, valueOf } from './float-order';

const special = fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, 2 ** -149, -(2 ** -149), 3.4028234663852886e38);
const value = fc.oneof(special, fc.float({ noNaN: true }));
/** Wide ranges take three digits, close values one or two. */
const values = fc.oneof(
  fc.array(value, { maxLength: 200 }),
  fc.array(
    fc.nat(5000).map((n) => Math.fround(0.7 + n * 2 ** -24)),
    { maxLength: 200 },
  ),
  fc.array(fc.constantFrom(0.25, 0.5), { maxLength: 50 }),
);

describe('float order', () => {
  it('has keys that compare as their numbers do', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Math.sign(keyOf(a) - keyOf(b))).toBe(Number(a > b) - Number(a < b));
        expect(valueOf(keyOf(a))).toBe(a + 0);
      }),
    );
  });

  it('counts values up to a number, and below one, that need not be a float32', () => {
    const number = fc.oneof(value, fc.double({ noNaN: true }));
    fc.assert(
      fc.property(value, number, (float, bound) => {
        expect(keyOf(float) <= keyUpTo(bound)).toBe(float <= bound);
        expect(keyOf(float) <= keyBelow(bound)).toBe(float < bound);
      }),
    );
  });

  it('orders equal values by index', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const expected = [...numbers.keys()].sort((a, b) => {
          const [x, y] = [numbers[a] ?? NaN, numbers[b] ?? NaN];
          return Number(x > y) - Number(x < y) || a - b;
        });
        expect([...ascendingOrder(Float32Array.from(numbers))]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves its input alone, and puts a NaN at an end', () => {
    const input = Float32Array.of(2, NaN, 1);
    const order = ascendingOrder(input);
    expect([...input]).toEqual([2, NaN, 1]);
    expect([order[0], order[2]]).toContain(1);
    expect([...ascendingOrder(new Float32Array(0))]).toEqual([]);
  });
});
