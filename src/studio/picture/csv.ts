import type { TableModel } from './table-model';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** Spreadsheets run what starts so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One field: quoted where it has to be (RFC 4180), and with an apostrophe before what a spreadsheet would run. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : String(value).toLowerCase();
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf({ columns, count, row }: TableModel): string {
  const lines = [columns, ...Array.from({ length: count }, (_, index) => row(index))];
  return lines.map((fields) => `${fields.map(csvField).join(',')}\r\n`).join('');
}
