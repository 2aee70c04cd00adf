import { useState, type KeyboardEvent } from 'react';
import { isLayerType } from '../../../core/model/layer-types';
import type { Quantity } from '../../../core/tiles/quantities';
import type { Scale } from '../../colour/scale';
import { useHighlight } from '../../stores/highlight-store';
import { text } from '../../text';
import { HeatmapCell } from './cell';
import type { Grid, Weight } from './grid';
import { moveBy } from './move';

interface HeatmapProps {
  readonly grid: Grid;
  readonly quantity: Quantity;
  readonly scale: Scale;
  readonly onShow: (weights: readonly Weight[]) => void;
  readonly onOpen: (name: string) => void;
}

/** A table whose cells are coloured: one tab stop, arrow keys inside, Enter opens a weight. */
export function Heatmap({ grid, quantity, scale, onShow, onOpen }: HeatmapProps) {
  const [tabStop, setTabStop] = useState('0,0');
  const { highlight, clearHighlight } = useHighlight.getState();
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
        {...{ weights, quantity, scale, span, place, onOpen }}
        isTabStop={place === tabStop}
        onShow={(shown, at) => {
          setTabStop(at);
          onShow(shown);
        }}
      />
    );
  };
  return (
    <table
      role="grid"
      className="heatmap"
      aria-label={text.heatmap.label(quantity.label)}
      onKeyDown={onKeyDown}
      onPointerLeave={clearHighlight}
      onBlur={clearHighlight}
    >
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{text.heatmap.layer}</span>
          </th>
          {grid.columns.map(({ key, label }) => (
            <th key={key} scope="col" onPointerEnter={() => highlight({ kind: isLayerType(key) ? key : null })}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grid.rows.map(({ label, layer, cells }, row) => (
          <tr key={label}>
            <th scope="row" onPointerEnter={() => highlight({ layer })}>
              {label}
            </th>
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
