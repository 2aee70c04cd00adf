import { describe, expect, it } from 'vitest';
import { keysOf, matches } from './shortcut';

const pressed = (key: string, part: Partial<Parameters<typeof matches>[1]> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false },
  ...part,
});

describe('matches', () => {
  it('takes Ctrl or ⌘, on either keyboard', () => {
    expect(matches({ key: 'k', withControl: true }, pressed('k', { ctrlKey: true }))).toBe(true);
    expect(matches({ key: 'k', withControl: true }, pressed('K', { metaKey: true }))).toBe(true);
    expect(matches({ key: 'k', withControl: true }, pressed('k'))).toBe(false);
  });

  it('tells undo from redo', () => {
    const undo = { key: 'z', withControl: true };
    expect(matches(undo, pressed('Z', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matches({ ...undo, withShift: true }, pressed('Z', { ctrlKey: true, shiftKey: true }))).toBe(true);
  });

  it('takes a sign however it is typed, and nothing with Alt', () => {
    expect(matches({ key: '?' }, pressed('?', { shiftKey: true }))).toBe(true);
    expect(matches({ key: '?' }, pressed('?'))).toBe(true);
    expect(matches({ key: '1' }, pressed('1', { altKey: true }))).toBe(false);
  });
});

it('writes the keys as they are held', () => {
  const redo = { key: 'z', withControl: true, withShift: true };
  expect(keysOf(redo, false)).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keysOf(redo, true)).toEqual(['⌘', 'Shift', 'Z']);
  expect(keysOf({ key: 'Enter', withControl: true }, false)).toEqual(['Ctrl', 'Enter']);
});
