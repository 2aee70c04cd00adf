import { describe, expect, it } from 'vitest';
import { checkGrid } from '../../core/tiles/cell-grid';
import { tilesFor } from './tiling';
import { fit, visible, zoomAbout } from './viewport';

const size = { width: 900, height: 500 };

describe('tilesFor', () => {
  it.each([
    [1536, 6144],
    [30522, 384],
    [1, 32],
    [64, 64],
  ])('%i × %i: every weight that is seen lies in a tile, at every zoom', (rows, columns) => {
    const matrix = { rows, columns };
    let viewport = fit(matrix, size);
    for (let step = 0; step < 12; step++) {
      const [whole, ...tiles] = tilesFor(viewport, matrix, size, 2);
      for (const { grid } of [whole, ...tiles].filter((tile) => tile !== undefined)) checkGrid(grid, matrix);
      const seen = visible(viewport, matrix, size);
      const corners = [seen.row, seen.row + seen.rows - 1].flatMap((row) =>
        [seen.column, seen.column + seen.columns - 1].map((c) => [row, c]),
      );
      for (const [row = 0, column = 0] of corners) {
        const holds = ({ grid }: (typeof tiles)[number]): boolean =>
          row >= grid.row && row < grid.row + grid.rows && column >= grid.column && column < grid.column + grid.columns;
        expect(tiles.length === 0 || tiles.some(holds)).toBe(true);
      }
      expect(tiles.length).toBeLessThan(150);
      viewport = zoomAbout(viewport, matrix, size, 2, 700, 90);
    }
  });

  it('is of single weights once a weight is a pixel', () => {
    const tiles = tilesFor({ row: 0, column: 0, zoom: 1 }, { rows: 1536, columns: 6144 }, size, 1);
    expect(tiles[1]?.grid).toMatchObject({ rowsPerCell: 1, columnsPerCell: 1 });
  });

  it('is the whole matrix alone while that is fine enough', () => {
    const matrix = { rows: 300, columns: 400 };
    expect(tilesFor(fit(matrix, size), matrix, size, 1)).toHaveLength(1);
  });
});
