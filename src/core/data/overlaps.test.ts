import { expect, it } from 'vitest';
import { countSharedTexts, findDuplicates, findLeaks } from './overlaps';

const set = (...rows: readonly (readonly [string, string, string])[]) => ({
  fileName: 'set.json',
  triplets: rows.map(([query, positive, negative]) => ({ query, positive, negative })),
});

it('finds the records that repeat an earlier one, but for case, spaces and Unicode form', () => {
  const given = set(['A', 'b', 'c'], ['x', 'y', 'z'], ['a ', 'B', ' c'], ['a', 'b', 'other'], ['\uFF41', 'b', 'c']);
  expect(findDuplicates(given)).toEqual([
    { first: 0, second: 2 },
    { first: 0, second: 4 },
  ]);
});

it('finds the pairs of one set in the other', () => {
  const [a, b] = [set(['q', 'p', 'n'], ['q', 'p', 'm']), set(['other', 'p', 'n'], ['Q', 'P', 'x'])];
  expect(findLeaks(a, b)).toEqual([{ first: 0, second: 1, exact: false }]);
});

it('counts the different texts that are in both sets, in any field', () => {
  expect(countSharedTexts(set(['a', 'b', 'c'], ['a', 'd', 'e']), set(['A', 'x', 'e'], ['a', 'y', 'z']))).toBe(2);
  expect(countSharedTexts(set(), set(['a', 'b', 'c']))).toBe(0);
});
