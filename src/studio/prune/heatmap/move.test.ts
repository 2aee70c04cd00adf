import { expect, test } from 'vitest';
import { moveBy } from './move';

test('arrow keys stay inside the grid, whose last row is one wide cell', () => {
  const widths = [3, 3, 1];
  expect(moveBy('ArrowRight', '0,2', widths)).toBe('0,2');
  expect(moveBy('ArrowDown', '0,1', widths)).toBe('1,1');
  expect(moveBy('ArrowDown', '1,2', widths)).toBe('2,0');
  expect(moveBy('End', '1,0', widths)).toBe('1,2');
  expect(moveBy('ArrowUp', '0,0', widths)).toBe('0,0');
  expect(moveBy('Enter', '0,0', widths)).toBeNull();
});
