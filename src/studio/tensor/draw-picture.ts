import type { MatrixShape } from '../../core/tiles/cell-grid';
import { cellsAcross, cellsDown } from '../../core/tiles/cell-grid';
import { colourAt, inkOn } from '../colour/maps';
import type { Scale } from '../colour/scale';
import { formatMeasure } from '../format';
import { text } from '../text';
import { type Axis, axisTicks } from './axes';
import { type HeldTile, imageOf } from './tile-store';
import { type Place, type Size, type Viewport, scaleOf, visible } from './viewport';

/** Room for the numbers of rows and columns, in CSS pixels. */
export const GUTTER = { left: 56, top: 20 } as const;
/** Pixels of a weight from which on lines part the weights, and their values are written. */
const LINES_FROM = 9;
const VALUES_FROM = 52;
/** Pictures of tiles that get new colours in one frame. */
const REPAINTS = 6;

/** Colours of the page, as canvas strings. */
export interface Theme {
  readonly page: string;
  readonly none: string;
  readonly text: string;
  readonly line: string;
  readonly accent: string;
  readonly font: string;
}

export interface Scene {
  readonly matrix: MatrixShape;
  readonly size: Size;
  readonly viewport: Viewport;
  readonly tiles: readonly HeldTile[];
  readonly scale: Scale;
  readonly axes: { readonly rows: Axis; readonly columns: Axis };
  readonly cursor: Place | null;
  readonly theme: Theme;
  readonly pixelRatio: number;
}

type Context = CanvasRenderingContext2D;

/** Draw one frame. Returns whether some tile still has old colours, and another frame is due. */
export function drawPicture(context: Context, scene: Scene): boolean {
  const { size, theme, pixelRatio } = scene;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.fillStyle = theme.page;
  context.fillRect(0, 0, size.width + GUTTER.left, size.height + GUTTER.top);
  context.save();
  context.translate(GUTTER.left, GUTTER.top);
  context.beginPath();
  context.rect(0, 0, size.width, size.height);
  context.clip();
  context.fillStyle = theme.none;
  context.fillRect(0, 0, size.width, size.height);
  const isBehind = drawTiles(context, scene);
  drawLines(context, scene);
  drawValues(context, scene);
  drawHeads(context, scene);
  drawCursor(context, scene);
  context.restore();
  drawAxes(context, scene);
  return isBehind;
}

/** Left or upper edge of a column or row in pixels, on whole pixels of the screen so that tiles meet without a seam. */
const snap = (value: number, pixelRatio: number): number => Math.round(value * pixelRatio) / pixelRatio;

function drawTiles(context: Context, { tiles, viewport, matrix, size, scale, pixelRatio }: Scene): boolean {
  const { x, y } = scaleOf(viewport, matrix, size);
  let left = REPAINTS;
  context.imageSmoothingEnabled = false;
  for (const tile of tiles) {
    const { grid } = tile;
    const start = [snap((grid.column - viewport.column) * x, pixelRatio), snap((grid.row - viewport.row) * y, pixelRatio)] as const;
    const columns = cellsAcross(grid) * grid.columnsPerCell;
    const rows = cellsDown(grid) * grid.rowsPerCell;
    const end = [
      snap((grid.column + columns - viewport.column) * x, pixelRatio),
      snap((grid.row + rows - viewport.row) * y, pixelRatio),
    ] as const;
    if (start[0] >= size.width || start[1] >= size.height || end[0] <= 0 || end[1] <= 0) continue;
    const isCurrent = tile.image?.scale === scale;
    if (!isCurrent && left-- <= 0 && tile.image === null) continue;
    const image = isCurrent || left >= 0 || tile.image === null ? imageOf(tile, scale) : tile.image.canvas;
    context.drawImage(image, start[0], start[1], end[0] - start[0], end[1] - start[1]);
  }
  return left < 0;
}

function drawLines(context: Context, { viewport, matrix, size, theme }: Scene): void {
  const { x, y } = scaleOf(viewport, matrix, size);
  const seen = visible(viewport, matrix, size);
  context.fillStyle = theme.page;
  if (x >= LINES_FROM && y >= LINES_FROM) {
    for (let c = seen.column; c <= seen.column + seen.columns; c++) context.fillRect((c - viewport.column) * x - 0.5, 0, 1, size.height);
    for (let r = seen.row; r <= seen.row + seen.rows; r++) context.fillRect(0, (r - viewport.row) * y - 0.5, size.width, 1);
  }
}

function drawValues(context: Context, { tiles, viewport, matrix, size, scale, theme }: Scene): void {
  const { x, y } = scaleOf(viewport, matrix, size);
  if (x < VALUES_FROM || y < LINES_FROM * 2) return;
  context.font = `10px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { grid, values } of tiles) {
    if (grid.rowsPerCell > 1 || grid.columnsPerCell > 1) continue;
    const seen = visible(viewport, matrix, size);
    const [fromRow, toRow] = [Math.max(seen.row, grid.row), Math.min(seen.row + seen.rows, grid.row + grid.rows)];
    const [fromColumn, toColumn] = [Math.max(seen.column, grid.column), Math.min(seen.column + seen.columns, grid.column + grid.columns)];
    for (let r = fromRow; r < toRow; r++) {
      for (let c = fromColumn; c < toColumn; c++) {
        const value = values[(r - grid.row) * grid.columns + c - grid.column] ?? NaN;
        context.fillStyle = Number.isNaN(value) ? theme.text : inkOn(colourAt(scale.map, scale.place(value)));
        context.fillText(
          Number.isNaN(value) ? text.common.unknown : formatMeasure(value),
          (c + 0.5 - viewport.column) * x,
          (r + 0.5 - viewport.row) * y,
        );
      }
    }
  }
}

/** Where heads end, when they are far enough from each other to tell. */
function drawHeads(context: Context, { viewport, matrix, size, axes, theme }: Scene): void {
  const { x, y } = scaleOf(viewport, matrix, size);
  const edge = (at: number, isRow: boolean): void => {
    for (const [colour, width] of [
      [theme.page, 3],
      [theme.accent, 1],
    ] as const) {
      context.fillStyle = colour;
      if (isRow) context.fillRect(0, at - width / 2, size.width, width);
      else context.fillRect(at - width / 2, 0, width, size.height);
    }
  };
  const { headSize: rows } = axes.rows;
  if (rows !== null && rows * y >= 8) for (let r = rows; r < matrix.rows; r += rows) edge((r - viewport.row) * y, true);
  const { headSize: columns } = axes.columns;
  if (columns !== null && columns * x >= 8) for (let c = columns; c < matrix.columns; c += columns) edge((c - viewport.column) * x, false);
}

function drawCursor(context: Context, { viewport, matrix, size, cursor, theme }: Scene): void {
  if (cursor === null) return;
  const { x, y } = scaleOf(viewport, matrix, size);
  const [width, height] = [Math.max(x, 7), Math.max(y, 7)];
  const left = (cursor.column + 0.5 - viewport.column) * x - width / 2;
  const top = (cursor.row + 0.5 - viewport.row) * y - height / 2;
  for (const [colour, line] of [
    [theme.page, 4],
    [theme.text, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(left, top, width, height);
  }
}

/** Numbers of rows and columns; where heads are, their numbers stand in the middle of each when there is room. */
function drawAxes(context: Context, { viewport, matrix, size, axes, theme }: Scene): void {
  const { x, y } = scaleOf(viewport, matrix, size);
  const seen = visible(viewport, matrix, size);
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.text;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const [label, at] of labels(axes.rows, seen.row, seen.row + seen.rows, y, 26)) {
    const top = (at - viewport.row) * y;
    if (top >= 0 && top <= size.height) context.fillText(label, GUTTER.left - 6, GUTTER.top + top);
  }
  context.textAlign = 'center';
  for (const [label, at] of labels(axes.columns, seen.column, seen.column + seen.columns, x, 52)) {
    const left = (at - viewport.column) * x;
    if (left >= 0 && left <= size.width) context.fillText(label, GUTTER.left + left, GUTTER.top - 9);
  }
}

function labels({ headSize }: Axis, from: number, to: number, pixels: number, apart: number): (readonly [string, number])[] {
  if (headSize !== null && headSize * pixels >= apart && pixels < LINES_FROM) {
    const heads = Array.from({ length: Math.ceil(to / headSize) - Math.floor(from / headSize) }, (_, i) => Math.floor(from / headSize) + i);
    return heads.map((head) => [text.tensor.head(head), (head + 0.5) * headSize] as const);
  }
  return axisTicks(from, to, pixels, apart).map((tick) => [String(tick), tick + 0.5] as const);
}
