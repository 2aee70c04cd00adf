import type { Reading } from './figure';

/** A row of bench/results.json. */
export const rowOf = ({ figure, target, value, unit, note }: Reading) => ({
  figure,
  target: target.text,
  measured: value,
  unit,
  met: value === null ? null : target.isMet(value),
  note,
});

/** The readings as a table for a terminal. */
export function describeReadings(readings: readonly Reading[]): string {
  const rows = readings.map((reading) => {
    const { figure, target, met, note } = rowOf(reading);
    return [figure, target, shown(reading), met === null ? '–' : met ? 'met' : 'MISSED', note];
  });
  const table = [['figure', 'target', 'measured', '', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return `${table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}

function shown({ value, unit }: Reading): string {
  if (value === null) return 'not here';
  return `${Number.isInteger(value) ? String(value) : value.toPrecision(3)}${unit}`;
}
