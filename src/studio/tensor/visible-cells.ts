import type { AggregationName } from '../../core/tiles/aggregations';
import { type CellGrid, MAX_CELLS, cellsAcross, cellsDown } from '../../core/tiles/cell-grid';
import type { QuantityName } from '../../core/tiles/quantities';
import { engine } from '../engine';
import { PictureNotReadyError } from '../picture/png';
import type { TableModel } from '../picture/table-model';
import { usePrune } from '../stores/prune-store';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { visible } from './viewport';

export interface PictureQuestion {
  readonly name: string;
  readonly quantity: QuantityName;
  readonly aggregation: AggregationName;
}

/** The values of a rectangle of cells as a table: a row per row of cells, a column per column; headings are the first row and column of each. */
export async function tableOfCells({ aggregation, ...asked }: PictureQuestion, grid: CellGrid): Promise<TableModel> {
  const { scoring, mask } = usePrune.getState();
  const cells = await engine().tensorCells({ ...asked, scoring, mask, grid, aggregations: [aggregation] });
  const values = cells?.[0];
  const across = cellsAcross(grid);
  return {
    columns: [text.tensor.rowOf, ...Array.from({ length: across }, (_, j) => String(grid.column + j * grid.columnsPerCell))],
    count: cellsDown(grid),
    row: (i) => [String(grid.row + i * grid.rowsPerCell), ...Array.from({ length: across }, (_, j) => values?.[i * across + j] ?? null)],
  };
}

/** What the picture shows now, in its cells, or in larger ones where there are too many. */
export function visibleCells(question: PictureQuestion): Promise<TableModel> {
  const { viewport, matrix, size, cell } = useTensor.getState();
  if (viewport === null || matrix === null || size === null) return Promise.reject(new PictureNotReadyError());
  let grid = { ...visible(viewport, matrix, size), rowsPerCell: cell.rows, columnsPerCell: cell.columns };
  while (cellsAcross(grid) * cellsDown(grid) > MAX_CELLS)
    grid = { ...grid, rowsPerCell: grid.rowsPerCell * 2, columnsPerCell: grid.columnsPerCell * 2 };
  return tableOfCells(question, grid);
}
