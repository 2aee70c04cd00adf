import { useEffect, useState } from 'react';
import { PagedTable } from '../picture/paged-table';
import type { TableModel } from '../picture/table-model';
import { usePrune } from '../stores/prune-store';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { visible } from './viewport';
import { type PictureQuestion, tableOfCells } from './visible-cells';

const ROWS = 50;
const COLUMNS = 20;

/** Single weights where the picture looks, at most 50 × 20 of them, from its upper left corner. */
export function WindowTable({ question, label }: { readonly question: PictureQuestion; readonly label: string }) {
  const viewport = useTensor((state) => state.viewport);
  const matrix = useTensor((state) => state.matrix);
  const size = useTensor((state) => state.size);
  const scoring = usePrune((state) => state.scoring);
  const mask = usePrune((state) => state.mask);
  const [table, setTable] = useState<TableModel | null>(null);
  const seen = viewport === null || matrix === null || size === null ? null : visible(viewport, matrix, size);
  const [row, column, rows, columns] = [
    seen?.row ?? 0,
    seen?.column ?? 0,
    Math.min(ROWS, seen?.rows ?? 0),
    Math.min(COLUMNS, seen?.columns ?? 0),
  ];
  useEffect(() => {
    if (rows === 0 || columns === 0) return undefined;
    let isCurrent = true;
    tableOfCells(question, { row, column, rows, columns, rowsPerCell: 1, columnsPerCell: 1 })
      .then((made) => {
        if (isCurrent) setTable(made);
      })
      .catch((error: unknown) => useTensor.getState().fail(error));
    return () => {
      isCurrent = false;
    };
  }, [question, row, column, rows, columns, scoring, mask]);
  if (table === null) return null;
  const span = (from: number, count: number): string => `${from}–${from + count - 1}`;
  return (
    <div className="picture-table">
      <p className="help">{text.tensor.tableWindow(span(row, rows), span(column, columns))}</p>
      <PagedTable label={label} table={table} />
    </div>
  );
}
