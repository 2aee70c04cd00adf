import { useState, type ReactNode } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Toggles } from '../ui/toggles';

export interface ChartTable {
  /** The first column names the row. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[]; readonly onPoint?: () => void }[];
}

interface ChartPanelProps {
  readonly title: string;
  /** The main fact of the chart in words: its accessible name. */
  readonly label: string;
  readonly note?: string;
  /** The figures behind the chart. */
  readonly table: ChartTable;
  readonly controls?: ReactNode;
  /** What the colours stand for. */
  readonly keys?: readonly { readonly label: string; readonly colour: string }[];
  readonly onLeave?: () => void;
  readonly children: ReactNode;
}

const views = [
  { key: 'chart', label: text.charts.asChart },
  { key: 'table', label: text.charts.asTable },
] as const;

/** A chart, with its figures as a table behind a switch. */
export function ChartPanel({ title, label, note, table, controls, keys = [], onLeave, children }: ChartPanelProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <Panel
      title={title}
      className="chart-panel"
      actions={
        <Toggles
          label={text.charts.view(title)}
          isLabelHidden
          mode="single"
          options={views}
          chosen={[view]}
          onChange={([next]) => setView(next ?? 'chart')}
        />
      }
    >
      {controls}
      <div onMouseLeave={onLeave}>
        {view === 'table' ? (
          <div className="table-frame">
            <Table aria-label={title} className="table">
              <TableHeader>
                {table.columns.map((column, i) => (
                  <Column key={column} isRowHeader={i === 0} {...(i === 0 ? {} : { className: 'numeric' })}>
                    {column}
                  </Column>
                ))}
              </TableHeader>
              <TableBody>
                {table.rows.map(({ key, cells, onPoint }) => (
                  <Row key={key} id={key} {...(onPoint === undefined ? {} : { onHoverStart: onPoint })}>
                    {cells.map((cell, i) => (
                      <Cell key={i} className={i === 0 ? 'row-name' : 'numeric'}>
                        {cell}
                      </Cell>
                    ))}
                  </Row>
                ))}
              </TableBody>
            </Table>
          </div>
        ) : (
          <figure className="chart" aria-label={label}>
            {keys.length > 0 && (
              <ul className="chart-keys">
                {keys.map((key) => (
                  <li key={key.label}>
                    <span aria-hidden="true" style={{ background: key.colour }} />
                    {key.label}
                  </li>
                ))}
              </ul>
            )}
            {children}
            <figcaption className="help">
              {label} {note}
            </figcaption>
          </figure>
        )}
      </div>
    </Panel>
  );
}
