import { expect, test } from 'vitest';
import { record, redo, startHistory, undo } from './history';

test('a drag is one step, another field or a pause begins a new one', () => {
  let history = startHistory(0);
  for (const [state, what, at] of [
    [1, 'sparsity', 0],
    [2, 'sparsity', 100],
    [3, 'sparsity', 700],
    [4, 'beta', 800],
    [5, 'sparsity', 900],
    [6, 'sparsity', 2000],
    [7, null, 2001],
    [8, null, 2002],
  ] as const)
    history = record(history, state, what, at);
  const seen: number[] = [];
  for (; history.past.length > 0; history = undo(history)) seen.push(history.present);
  expect([...seen, history.present]).toEqual([8, 7, 6, 5, 4, 3, 0]);
});

test('redo brings back what undo took, until something else is changed', () => {
  let history = record(record(startHistory('a'), 'b', null, 0), 'c', null, 1);
  history = undo(undo(undo(history)));
  expect(history.present).toBe('a');
  history = redo(redo(redo(history)));
  expect(history.present).toBe('c');
  history = record(undo(history), 'd', null, 2);
  expect(redo(history).present).toBe('d');
  expect(undo(history).present).toBe('b');
});

test('a change right after an undo is a step of its own', () => {
  const before = record(record(startHistory(0), 1, 'x', 0), 2, null, 1);
  expect(undo(record(undo(before), 3, 'x', 2)).present).toBe(1);
});
