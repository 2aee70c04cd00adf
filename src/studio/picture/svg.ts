import type { Quantity } from '../../core/tiles/quantities';
import { formatValue } from '../colour/legend';
import { asCss, colourAt, inkOn } from '../colour/maps';
import type { Scale } from '../colour/scale';

/** A picture of cells with names along its sides. */
export interface CellPicture {
  readonly title: string;
  readonly quantity: Pick<Quantity, 'scale' | 'label'>;
  readonly scale: Scale;
  readonly columns: readonly string[];
  /** A cell with a span reaches over the columns after it. */
  readonly rows: readonly { readonly label: string; readonly cells: readonly (number | null)[]; readonly span?: number }[];
}

const LEFT = 150;
const TOP = 64;
const FOOT = 64;
const ROW = 24;
const LEGEND = 260;
const NONE = '#e4e7ee';
const FONT = 'font-family="system-ui, sans-serif" font-size="12"';

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** The picture as a file of its own: title, names, cells with their values where there is room, legend. */
export function svgOf({ title, quantity, scale, columns, rows }: CellPicture): string {
  const wide = Math.max(18, Math.min(96, 900 / Math.max(1, columns.length)));
  const width = LEFT + Math.max(LEGEND + 20, wide * columns.length) + 16;
  const height = TOP + rows.length * ROW + FOOT;
  const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end', fill = '#181c26'): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${fill}">${escape(text)}</text>`;
  const cells = rows.flatMap(({ cells: values, span = 1 }, row) =>
    values.map((value, column) => {
      const [x, y] = [LEFT + column * wide, TOP + row * ROW];
      const colour = value === null || Number.isNaN(value) ? null : colourAt(scale.map, scale.place(value));
      const box = `<rect x="${x}" y="${y}" width="${wide * span - 1}" height="${ROW - 1}" fill="${colour === null ? NONE : asCss(colour)}"/>`;
      if (colour === null || value === null || wide * span < 52) return box;
      return box + label(x + (wide * span) / 2, y + 16, formatValue(value, quantity), 'middle', inkOn(colour));
    }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${FONT}>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="22" font-size="15" font-weight="600" fill="#181c26">${escape(title)}</text>`,
    ...columns.map((column, index) => label(LEFT + (index + 0.5) * wide, TOP - 8, column, 'middle')),
    ...rows.map(({ label: name }, row) => label(LEFT - 8, TOP + row * ROW + 16, name, 'end')),
    ...cells,
    legendSvg(scale, quantity, LEFT, height - FOOT + 24),
    '</svg>',
  ].join('\n');
}

function legendSvg(scale: Scale, quantity: CellPicture['quantity'], x: number, y: number): string {
  const { low, high } = scale.part;
  const stops = Array.from(
    { length: 11 },
    (_, i) => `<stop offset="${i / 10}" stop-color="${asCss(colourAt(scale.map, low + ((high - low) * i) / 10))}"/>`,
  );
  const ends = [scale.range.low, scale.range.high].map((value) => (Number.isFinite(value) ? formatValue(value, quantity) : ''));
  return [
    `<defs><linearGradient id="legend">${stops.join('')}</linearGradient></defs>`,
    `<rect x="${x}" y="${y}" width="${LEGEND}" height="10" fill="url(#legend)"/>`,
    `<text x="${x}" y="${y + 24}" fill="#181c26">${escape(ends[0] ?? '')}</text>`,
    `<text x="${x + LEGEND}" y="${y + 24}" text-anchor="end" fill="#181c26">${escape(ends[1] ?? '')}</text>`,
    `<text x="${x + LEGEND / 2}" y="${y + 24}" text-anchor="middle" fill="#181c26">${escape(quantity.label)}</text>`,
  ].join('');
}
