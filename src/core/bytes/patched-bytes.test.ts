import { describe, expect, it } from 'vitest';
import { type ByteSource, PIECE, piecesOf, rangeOf } from './byte-source';
import { PatchedBytes } from './patched-bytes';

const original = Uint8Array.from({ length: 40 }, (_, i) => i);
/** As a file: what is read is a copy. */
const file: ByteSource = { length: original.length, subarray: (start, end) => original.slice(start, end) };

describe.each([
  ['memory', original],
  ['a file', file],
])('a patch of %s', (_, source) => {
  const made: number[] = [];
  const patch = (offset: number, length: number) => ({
    offset,
    length,
    make: () => {
      made.push(offset);
      return new Uint8Array(length).fill(100 + offset);
    },
  });
  const patched = new PatchedBytes(source, [patch(20, 5), patch(4, 6), patch(10, 2)]);
  const whole = original.map((byte, i) => (i >= 20 && i < 25 ? 120 : i >= 4 && i < 10 ? 104 : i >= 10 && i < 12 ? 110 : byte));

  it('is there in every range that is read, and nowhere else', () => {
    expect(patched.length).toBe(40);
    for (let start = 0; start <= 40; start++) {
      for (let end = start; end <= 40; end++) expect(patched.subarray(start, end)).toEqual(whole.subarray(start, end));
    }
    expect(patched.subarray()).toEqual(whole);
    expect([...original]).toEqual([...original.keys()]);
  });

  it('is made where its bytes are read alone, and once while they are read in order', () => {
    made.length = 0;
    patched.subarray(0, 4);
    patched.subarray(12, 20);
    expect(made).toEqual([]);
    for (let at = 0; at < 40; at++) patched.subarray(at, at + 1);
    expect(made).toEqual([4, 10, 20]);
  });
});

it('is a range that is read when its bytes are asked for', () => {
  let read = 0;
  const counted: ByteSource = {
    length: 40,
    subarray: (start, end) => {
      read += 1;
      return original.slice(start, end);
    },
  };
  const inner = rangeOf(rangeOf(counted, 10, 30), 5, 15);
  expect([inner.length, read]).toEqual([10, 0]);
  expect([...inner.subarray()]).toEqual([...original.subarray(15, 25)]);
  expect([...inner.subarray(2, 4)]).toEqual([17, 18]);
  expect(rangeOf(original, 3, 5)).toEqual(original.subarray(3, 5));
});

it('comes in pieces, in order', () => {
  const long = new Uint8Array(2 * PIECE + 3).map((_, i) => i % 251);
  const pieces = [...piecesOf(long)];
  expect(pieces.map(({ length }) => length)).toEqual([PIECE, PIECE, 3]);
  expect(Buffer.concat(pieces).equals(long)).toBe(true);
  expect([...piecesOf(new Uint8Array())]).toEqual([]);
});
