import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../src/core/data/random';
import { keyOf } from '../../src/core/gaprune/float-order';
import { CELL_FIELDS } from '../../src/core/kernels/fold-cells';
import type { Device } from '../../src/core/runtime/device';
import { AGGREGATIONS, type AggregationName, aggregate } from '../../src/core/tiles/aggregations';
import { ArrayCache } from '../../src/core/tiles/array-cache';
import { type CellGrid, type MatrixShape, cellsAcross, cellsDown } from '../../src/core/tiles/cell-grid';
import { reduceCells } from '../../src/core/tiles/reduce-cells';
import { relativeDifference } from './golden-figures';

const NAMES = Object.keys(AGGREGATIONS) as AggregationName[];
/** float32 sums, row by row. */
const MEAN = 2e-6;

interface Matrix extends MatrixShape {
  readonly values: Float32Array;
  readonly scores: Float32Array;
  /** Below it, and equal to it before `tieEnd`, is pruned. */
  readonly threshold: number;
  readonly tieEnd: number;
}

/** Values with NaN and infinities, scores of few different values with a minus zero, so that there are ties. */
function randomMatrix(rows: number, columns: number): Matrix {
  const next = mulberry32(rows * 7919 + columns);
  const values = Float32Array.from({ length: rows * columns }, () => next() * 2 - 1);
  for (const [at, bad] of [NaN, Infinity, -Infinity].entries()) if (values.length > 20) values[at * 7 + 1] = bad;
  const scores = Float32Array.from(values, () => (Math.floor(next() * 5) - 2) / 2);
  return { rows, columns, values, scores, threshold: 0, tieEnd: Math.floor(values.length / 3) };
}

/** One cell after another in float64. */
function naive({ columns, values, scores, threshold, tieEnd }: Matrix, grid: CellGrid, name: AggregationName): Float64Array {
  const across = cellsAcross(grid);
  return Float64Array.from({ length: across * cellsDown(grid) }, (_, cell) => {
    const indices: number[] = [];
    for (let r = 0; r < grid.rows; r++) {
      for (let c = 0; c < grid.columns; c++) {
        if (Math.floor(r / grid.rowsPerCell) * across + Math.floor(c / grid.columnsPerCell) !== cell) continue;
        indices.push((grid.row + r) * columns + grid.column + c);
      }
    }
    const finite = indices.map((i) => values[i] ?? NaN).filter(Number.isFinite);
    const pruned = indices.filter((i) => (scores[i] ?? NaN) < threshold || (scores[i] === threshold && i < tieEnd)).length;
    if (name === 'pruned') return pruned / indices.length;
    if (name === 'notFinite') return indices.length - finite.length;
    if (finite.length === 0) return NaN;
    if (name === 'mean') return finite.reduce((sum, x) => sum + x, 0) / finite.length;
    return name === 'max' ? Math.max(...finite) : Math.min(...finite);
  });
}

/** The same promises for the kernel and its CPU twin, against float64. */
export function describeCells(label: string, deviceOf: () => Device): void {
  const reduce = (matrix: Matrix, grid: CellGrid, cache = new ArrayCache(deviceOf(), 2 ** 20)): Promise<Float32Array> => {
    const rows = (of: Float32Array) => (from: number, to: number) => of.subarray(from * matrix.columns, to * matrix.columns);
    const scored = { key: 'scores', rows: rows(matrix.scores), threshold: keyOf(matrix.threshold), tieEnd: matrix.tieEnd };
    return reduceCells(deviceOf(), cache, matrix, grid, { key: 'values', rows: rows(matrix.values) }, scored);
  };

  describe(`fold-cells, ${label}`, () => {
    it.each([
      [1, 1, { row: 0, column: 0, rows: 1, columns: 1, rowsPerCell: 1, columnsPerCell: 1 }],
      [37, 53, { row: 0, column: 0, rows: 37, columns: 53, rowsPerCell: 4, columnsPerCell: 8 }],
      [37, 53, { row: 5, column: 11, rows: 20, columns: 31, rowsPerCell: 7, columnsPerCell: 3 }],
      [37, 53, { row: 36, column: 0, rows: 1, columns: 53, rowsPerCell: 64, columnsPerCell: 64 }],
      [96, 40, { row: 0, column: 0, rows: 96, columns: 40, rowsPerCell: 96, columnsPerCell: 1 }],
    ])('%i × %i, %o: every aggregate of every cell', async (rows, columns, grid) => {
      const matrix = randomMatrix(rows, columns);
      const cells = await reduce(matrix, grid);
      for (const name of NAMES) {
        const [ours, expected] = [aggregate(cells, grid, name), naive(matrix, grid, name)];
        ours.forEach((value, i) => expect(Number.isNaN(value), `${name} of cell ${i}`).toBe(Number.isNaN(expected[i])));
        const difference = relativeDifference(
          ours.map((value) => (Number.isNaN(value) ? 0 : value)),
          expected.map((value) => (Number.isNaN(value) ? 0 : value)),
        );
        expect(difference, name).toBeLessThan(name === 'mean' ? MEAN : 1e-7);
      }
    });

    it('is exact where a cell is one weight', async () => {
      const matrix = randomMatrix(19, 23);
      const grid = { row: 2, column: 3, rows: 11, columns: 13, rowsPerCell: 1, columnsPerCell: 1 };
      const cells = await reduce(matrix, grid);
      const expected = naive(matrix, grid, 'mean');
      expect([...aggregate(cells, grid, 'mean')]).toEqual([...expected]);
      expect(cells).toHaveLength(11 * 13 * CELL_FIELDS);
    });

    it('goes on with a cell in the next band, and finds arrays again', async () => {
      // Two bands of 2²¹ elements, one row of which is as wide as half a band.
      const columns = 2 ** 20;
      const values = new Float32Array(3 * columns).map((_, i) => (i % 5) - 1);
      const matrix = { rows: 3, columns, values, scores: values, threshold: 0, tieEnd: columns };
      const grid = { row: 0, column: 0, rows: 3, columns, rowsPerCell: 3, columnsPerCell: 2 ** 18 };
      const cache = new ArrayCache(deviceOf(), 2 ** 23);
      const first = await reduce(matrix, grid, cache);
      expect(await reduce(matrix, grid, cache)).toEqual(first);
      const [sums, pruned] = [new Float64Array(4), new Float64Array(4)];
      for (let i = 0; i < values.length; i++) {
        const j = Math.floor((i % columns) / 2 ** 18);
        const value = values[i]!;
        sums[j]! += value;
        if (value < 0 || (value === 0 && i < columns)) pruned[j]! += 1;
      }
      for (let j = 0; j < 4; j++) {
        expect(first[j * CELL_FIELDS + 3]).toBe(pruned[j]);
        expect(Math.abs(first[j * CELL_FIELDS]! / sums[j]! - 1)).toBeLessThan(MEAN);
      }
      cache.clear();
    });
  });
}
