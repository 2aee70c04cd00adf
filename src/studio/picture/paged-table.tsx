import { useState } from 'react';
import { Button } from 'react-aria-components';
import { formatCount, formatMeasure } from '../format';
import { text } from '../text';
import type { TableModel } from './table-model';

const PAGE = 50;

const cellText = (value: string | number | null): string => {
  if (value === null || Number.isNaN(value)) return text.common.unknown;
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? formatCount(value) : formatMeasure(value);
};

/** The numbers of a picture as a table, fifty rows at a time. */
export function PagedTable({ label, table }: { readonly label: string; readonly table: TableModel }) {
  const [asked, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(table.count / PAGE));
  const page = Math.min(asked, pages - 1);
  const first = page * PAGE;
  const rows = Array.from({ length: Math.min(PAGE, table.count - first) }, (_, index) => first + index);
  return (
    <div className="picture-table">
      {/* Scrolls, so it can have the keyboard's focus. */}
      <div className="table-frame" tabIndex={0} role="region" aria-label={label}>
        <table className="table" aria-label={label} aria-rowcount={table.count + 1}>
          <thead>
            <tr>
              {table.columns.map((column, index) => (
                <th key={column} scope="col" className={index === 0 ? undefined : 'numeric'}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((index) => (
              <tr key={index} aria-rowindex={index + 2}>
                {table.row(index).map((value, column) =>
                  column === 0 ? (
                    <th key={column} scope="row" className="row-name">
                      {cellText(value)}
                    </th>
                  ) : (
                    <td key={column} className={typeof value === 'string' ? undefined : 'numeric'}>
                      {cellText(value)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div className="actions">
          <Button className="button" isDisabled={page === 0} onPress={() => setPage(page - 1)}>
            {text.pictures.previous}
          </Button>
          <span className="numeric">
            {text.pictures.page(formatCount(first + 1), formatCount(first + rows.length), formatCount(table.count))}
          </span>
          <Button className="button" isDisabled={page === pages - 1} onPress={() => setPage(page + 1)}>
            {text.pictures.next}
          </Button>
        </div>
      )}
    </div>
  );
}
