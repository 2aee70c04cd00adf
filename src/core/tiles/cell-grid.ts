import { GapruneError } from '../errors';

/** A rectangle of a matrix, cut into cells of so many rows and columns each. The cells at the lower and right edge may be smaller. */
export interface CellGrid {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowsPerCell: number;
  readonly columnsPerCell: number;
}

/** A matrix: the last dimension of a tensor as columns, all before it as rows. */
export interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
}

/** At most so many cells are made at once: a picture of 512 × 512. */
export const MAX_CELLS = 512 * 512;
/** Counts of elements are kept in float32, which is exact up to here. */
const MAX_ELEMENTS_PER_CELL = 2 ** 24;

/** A rectangle that does not lie in its tensor, or asks for too many cells. */
export class InvalidCellsError extends GapruneError {
  readonly code = 'INVALID_CELLS';
}

/** The matrix that a tensor of this shape is seen as; a vector is one row. */
export function matrixShape(shape: readonly number[]): MatrixShape {
  return { rows: shape.slice(0, -1).reduce((product, dim) => product * dim, 1), columns: shape.at(-1) ?? 1 };
}

export const cellsAcross = ({ columns, columnsPerCell }: CellGrid): number => Math.ceil(columns / columnsPerCell);
export const cellsDown = ({ rows, rowsPerCell }: CellGrid): number => Math.ceil(rows / rowsPerCell);

/** Number of elements in the cell at (i, j). */
export function elementsIn(grid: CellGrid, i: number, j: number): number {
  const rows = Math.min(grid.rowsPerCell, grid.rows - i * grid.rowsPerCell);
  const columns = Math.min(grid.columnsPerCell, grid.columns - j * grid.columnsPerCell);
  return rows * columns;
}

/** @throws InvalidCellsError unless the rectangle is one of the matrix and gives 1…{@link MAX_CELLS} cells */
export function checkGrid(grid: CellGrid, matrix: MatrixShape): void {
  const { row, column, rows, columns, rowsPerCell, columnsPerCell } = grid;
  const whole = [row, column, rows, columns, rowsPerCell, columnsPerCell].every((value) => Number.isSafeInteger(value) && value >= 0);
  const place = `${rows} × ${columns} at ${row}, ${column}, of ${matrix.rows} × ${matrix.columns}`;
  if (!whole || rows < 1 || columns < 1 || row + rows > matrix.rows || column + columns > matrix.columns)
    throw new InvalidCellsError('The rectangle asked for does not lie in the tensor.', place);
  if (rowsPerCell < 1 || columnsPerCell < 1 || Math.min(rows, rowsPerCell) * Math.min(columns, columnsPerCell) > MAX_ELEMENTS_PER_CELL)
    throw new InvalidCellsError('A cell has to hold between 1 and 16,777,216 weights.', `${rowsPerCell} × ${columnsPerCell}`);
  if (cellsAcross(grid) * cellsDown(grid) > MAX_CELLS)
    throw new InvalidCellsError(`More than ${MAX_CELLS} cells were asked for.`, `${cellsDown(grid)} × ${cellsAcross(grid)}`);
}

/** The whole matrix in at most `most` × `most` cells, each side cut by a power of two. */
export function wholeGrid({ rows, columns }: MatrixShape, most = 512): CellGrid {
  const step = (size: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(size / most)));
  return { row: 0, column: 0, rows, columns, rowsPerCell: step(rows), columnsPerCell: step(columns) };
}
