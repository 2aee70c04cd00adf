import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { LARGEST_ZOOM, clamp, fit, panBy, placeAt, reveal, scaleOf, visible, zoomAbout } from './viewport';

const size = { width: 900, height: 500 };
const matrix = { rows: 1536, columns: 6144 };
const anyMatrix = fc.record({ rows: fc.integer({ min: 1, max: 40000 }), columns: fc.integer({ min: 1, max: 40000 }) });
const anyView = fc.record({
  row: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  column: fc.double({ min: -1e5, max: 1e5, noNaN: true }),
  zoom: fc.double({ min: 1e-4, max: 1e3, noNaN: true }),
});

describe('viewport', () => {
  it('shows every row and column at first, also of a long thin matrix', () => {
    for (const shape of [matrix, { rows: 30522, columns: 384 }, { rows: 1, columns: 32 }, { rows: 2, columns: 3 }]) {
      const seen = visible(fit(shape, size), shape, size);
      expect(seen).toEqual({ row: 0, column: 0, ...shape });
    }
  });

  it('weights become squares as one zooms in', () => {
    const shape = { rows: 30522, columns: 384 };
    const near = scaleOf({ row: 0, column: 0, zoom: 8 }, shape, size);
    expect(near).toEqual({ x: 8, y: 8 });
    expect(scaleOf(fit(shape, size), shape, size).x).toBeCloseTo(900 / 384, 9);
  });

  it('what is under the pointer stays there', () => {
    const start = zoomAbout(fit(matrix, size), matrix, size, 20, 450, 250);
    for (const factor of [1.2, 3, 0.8]) {
      const before = placeAt(start, matrix, size, 300, 200);
      const after = placeAt(zoomAbout(start, matrix, size, factor, 300, 200), matrix, size, 300, 200);
      expect(after.row).toBeCloseTo(before.row, 6);
      expect(after.column).toBeCloseTo(before.column, 6);
    }
  });

  it('never leaves the matrix', () => {
    fc.assert(
      fc.property(anyMatrix, anyView, (shape, view) => {
        const inside = clamp(view, shape, size);
        const { x, y } = scaleOf(inside, shape, size);
        expect(inside.zoom).toBeLessThanOrEqual(LARGEST_ZOOM);
        expect(inside.row).toBeGreaterThanOrEqual(0);
        expect(inside.column).toBeGreaterThanOrEqual(0);
        expect(inside.row + size.height / y).toBeLessThanOrEqual(shape.rows + 1e-6);
        expect(inside.column + size.width / x).toBeLessThanOrEqual(shape.columns + 1e-6);
        expect(clamp(inside, shape, size)).toEqual(inside);
      }),
    );
  });

  it('is moved by the hand, and back', () => {
    const start = zoomAbout(fit(matrix, size), matrix, size, 20, 450, 250);
    const there = panBy(start, matrix, size, 40, -30);
    const back = panBy(there, matrix, size, -40, 30);
    expect(back.row).toBeCloseTo(start.row, 9);
    expect(back.column).toBeCloseTo(start.column, 9);
  });

  it('a weight outside is brought into sight, one inside moves nothing', () => {
    const start = clamp({ row: 100, column: 100, zoom: 10 }, matrix, size);
    const moved = reveal(start, matrix, size, { row: 400, column: 20 });
    const seen = visible(moved, matrix, size);
    expect(seen.row + seen.rows).toBeGreaterThan(400);
    expect(seen.column).toBeLessThanOrEqual(20);
    expect(reveal(start, matrix, size, { row: 110, column: 110 })).toEqual(start);
  });
});
