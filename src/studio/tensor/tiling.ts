import { type CellGrid, type MatrixShape, wholeGrid } from '../../core/tiles/cell-grid';
import { type Size, type Viewport, scaleOf, visible } from './viewport';

/** Cells of a tile along each side. */
const TILE = 256;

/** A rectangle of cells that is fetched, kept and drawn as one. */
export interface Tile {
  readonly key: string;
  readonly grid: CellGrid;
}

/** The whole matrix as one tile: it is there first, and lies under the others. */
export const wholeTile = (matrix: MatrixShape): Tile => ({ key: 'whole', grid: wholeGrid(matrix, 2 * TILE) });

/** Weights per cell along an axis, a power of two, so that a cell is at least one pixel of the screen. */
const stepFor = (pixels: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(1 / pixels) - 1e-9));

/**
 * The tiles that a viewport needs, those nearest to its middle first, and then those around it, so that they are there when one moves on.
 * None beside the whole tile while that is fine enough.
 */
export function tilesFor(viewport: Viewport, matrix: MatrixShape, size: Size, pixelRatio: number): Tile[] {
  const whole = wholeTile(matrix);
  const scale = scaleOf(viewport, matrix, size);
  const [rowsPerCell, columnsPerCell] = [stepFor(scale.y * pixelRatio), stepFor(scale.x * pixelRatio)];
  if (rowsPerCell >= whole.grid.rowsPerCell && columnsPerCell >= whole.grid.columnsPerCell) return [whole];
  const [height, width] = [TILE * rowsPerCell, TILE * columnsPerCell];
  const seen = visible(viewport, matrix, size);
  const [top, left] = [Math.floor(seen.row / height), Math.floor(seen.column / width)];
  const [bottom, right] = [Math.floor((seen.row + seen.rows - 1) / height), Math.floor((seen.column + seen.columns - 1) / width)];
  const middle = { row: seen.row + seen.rows / 2, column: seen.column + seen.columns / 2 };
  const found: { readonly tile: Tile; readonly distance: number }[] = [];
  for (let i = Math.max(0, top - 1); i <= bottom + 1; i++) {
    for (let j = Math.max(0, left - 1); j <= right + 1; j++) {
      const [row, column] = [i * height, j * width];
      if (row >= matrix.rows || column >= matrix.columns) continue;
      const grid = {
        row,
        column,
        rows: Math.min(height, matrix.rows - row),
        columns: Math.min(width, matrix.columns - column),
        rowsPerCell,
        columnsPerCell,
      };
      const isSeen = i >= top && i <= bottom && j >= left && j <= right;
      const [dy, dx] = [(row + grid.rows / 2 - middle.row) / height, (column + grid.columns / 2 - middle.column) / width];
      const tile = { key: `${rowsPerCell} ${columnsPerCell} ${i} ${j}`, grid };
      found.push({ tile, distance: Math.hypot(dx, dy) + (isSeen ? 0 : 1e6) });
    }
  }
  return [whole, ...found.sort((a, b) => a.distance - b.distance).map(({ tile }) => tile)];
}
