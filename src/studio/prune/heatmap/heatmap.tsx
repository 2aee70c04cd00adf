import { useState, type KeyboardEvent } from 'react';
import { HeatmapCell } from './cell';
import { valueOf, type Grid, type Weight } from './grid';
import { moveBy } from './move';
import type { Quantity } from './quantities';
import type { Scale } from './scale';
import { text } from '../../text';

interface HeatmapProps {
  readonly grid: Grid;
  readonly quantity: Quantity;
  readonly scale: Scale;
  readonly onShow: (weights: readonly Weight[]) => void;
}

/** All values of a quantity over the grid, for its scale. */
export function valuesOf({ rows, outside }: Grid, quantity: Quantity): number[] {
  const cells = [...rows.flatMap(({ cells }) => cells), ...outside.map(({ weights }) => weights)];
  return cells.map((weights) => valueOf(weights, quantity)).filter((value) => value !== null);
}

/** A table whose cells are coloured: one tab stop, arrow keys inside. */
export function Heatmap({ grid, quantity, scale, onShow }: HeatmapProps) {
  const [tabStop, setTabStop] = useState('0,0');
  const width = Math.max(1, grid.columns.length);
  const widths = [...grid.rows.map(() => width), ...grid.outside.map(() => 1)];
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const next = moveBy(event.key, tabStop, widths);
    if (next === null) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus();
  };
  const cell = (weights: readonly Weight[], row: number, column: number, span: number) => {
    const place = `${row},${column}`;
    return (
      <HeatmapCell
        key={place}
        {...{ weights, quantity, scale, span, place }}
        isTabStop={place === tabStop}
        onShow={(shown, at) => {
          setTabStop(at);
          onShow(shown);
        }}
      />
    );
  };
  return (
    <table role="grid" className="heatmap" aria-label={text.heatmap.label(quantity.label)} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{text.heatmap.layer}</span>
          </th>
          {grid.columns.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.rows.map(({ label, cells }, row) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {cells.map((weights, column) => cell(weights, row, column, 1))}
          </tr>
        ))}
        {grid.outside.map(({ label, weights }, index) => (
          <tr key={weights[0]?.name ?? label} className="outside">
            <th scope="row">{label}</th>
            {cell(weights, grid.rows.length + index, 0, width)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
