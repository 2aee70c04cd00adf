import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addOverlaps, compareMasks, intersectionOverUnion, packMask } from './compare';

const pairs = fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 70 });

it('counts bit by bit what both masks prune, and what only one does', () => {
  fc.assert(
    fc.property(pairs, (bits) => {
      const [a, b] = [0, 1].map((side) => new Map([['w', packMask(Uint8Array.from(bits, (pair) => pair[side] ?? 0))]]));
      const count = (x: number, y: number): number => bits.filter(([p, q]) => p === x && q === y).length;
      const sizes = new Map([['w', bits.length]]);
      expect(compareMasks(a ?? new Map<string, Uint8Array>(), b ?? new Map<string, Uint8Array>(), sizes)).toEqual([
        { name: 'w', size: bits.length, both: count(1, 1), onlyA: count(1, 0), onlyB: count(0, 1) },
      ]);
    }),
  );
});

it('takes a weight that only one side prunes from', () => {
  const a = new Map([['x', packMask(Uint8Array.of(1, 1, 0))]]);
  const b = new Map([['y', packMask(Uint8Array.of(0, 1))]]);
  const sizes = new Map([
    ['x', 3],
    ['y', 2],
    ['z', 4],
  ]);
  const overlaps = compareMasks(a, b, sizes);
  expect(overlaps.map(({ name, both, onlyA, onlyB }) => [name, both, onlyA, onlyB])).toEqual([
    ['x', 0, 2, 0],
    ['y', 0, 0, 1],
  ]);
  expect(intersectionOverUnion(addOverlaps(overlaps))).toBe(0);
  expect(intersectionOverUnion({ both: 3, onlyA: 1, onlyB: 2 })).toBe(0.5);
  expect(intersectionOverUnion(addOverlaps([]))).toBe(1);
});
