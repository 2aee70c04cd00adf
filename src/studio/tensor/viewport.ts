import type { MatrixShape } from '../../core/tiles/cell-grid';

/** Width and height of a picture, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place in a matrix: row and column, not necessarily whole. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * What of a matrix is seen: its upper left corner, and how many pixels a weight has. A side that would be smaller than the picture is
 * stretched to fill it, so a long thin matrix is seen whole at first, and its weights become squares as one zooms in.
 */
export interface Viewport extends Place {
  readonly zoom: number;
}

/** Pixels of a single weight, at most: room for its value. */
export const LARGEST_ZOOM = 64;

/** Width and height of a weight in pixels. */
export function scaleOf({ zoom }: Viewport, matrix: MatrixShape, size: Size): { readonly x: number; readonly y: number } {
  return { x: Math.max(zoom, size.width / matrix.columns), y: Math.max(zoom, size.height / matrix.rows) };
}

/** The whole matrix. */
export function fit(matrix: MatrixShape, size: Size): Viewport {
  return { row: 0, column: 0, zoom: Math.min(size.width / matrix.columns, size.height / matrix.rows, LARGEST_ZOOM) };
}

export const isFitted = (viewport: Viewport, matrix: MatrixShape, size: Size): boolean => viewport.zoom <= fit(matrix, size).zoom * 1.0001;

/** The nearest viewport that shows nothing but the matrix. */
export function clamp(viewport: Viewport, matrix: MatrixShape, size: Size): Viewport {
  const zoom = Math.min(Math.max(viewport.zoom, fit(matrix, size).zoom), LARGEST_ZOOM);
  const { x, y } = scaleOf({ ...viewport, zoom }, matrix, size);
  const within = (start: number, whole: number, seen: number): number => Math.max(0, Math.min(whole - seen, start));
  return {
    zoom,
    row: within(viewport.row, matrix.rows, size.height / y),
    column: within(viewport.column, matrix.columns, size.width / x),
  };
}

/** The place under a pixel. */
export function placeAt(viewport: Viewport, matrix: MatrixShape, size: Size, x: number, y: number): Place {
  const scale = scaleOf(viewport, matrix, size);
  return { row: viewport.row + y / scale.y, column: viewport.column + x / scale.x };
}

/** Zoom by a factor; what is at the pixel stays there, as far as the edges allow. */
export function zoomAbout(viewport: Viewport, matrix: MatrixShape, size: Size, factor: number, x: number, y: number): Viewport {
  const place = placeAt(viewport, matrix, size, x, y);
  const zoom = clamp({ ...viewport, zoom: viewport.zoom * factor }, matrix, size).zoom;
  const scale = scaleOf({ ...viewport, zoom }, matrix, size);
  return clamp({ zoom, row: place.row - y / scale.y, column: place.column - x / scale.x }, matrix, size);
}

/** Move the picture by so many pixels, as a hand does. */
export function panBy(viewport: Viewport, matrix: MatrixShape, size: Size, x: number, y: number): Viewport {
  const scale = scaleOf(viewport, matrix, size);
  return clamp({ ...viewport, row: viewport.row - y / scale.y, column: viewport.column - x / scale.x }, matrix, size);
}

/** Move as little as is needed to see a weight, with one more around it. */
export function reveal(viewport: Viewport, matrix: MatrixShape, size: Size, { row, column }: Place): Viewport {
  const scale = scaleOf(viewport, matrix, size);
  const along = (start: number, seen: number, at: number): number => Math.min(Math.max(start, at + 2 - seen), at - 1);
  return clamp(
    { ...viewport, row: along(viewport.row, size.height / scale.y, row), column: along(viewport.column, size.width / scale.x, column) },
    matrix,
    size,
  );
}

/** A weight in the middle of the picture. */
export function centreOn(viewport: Viewport, matrix: MatrixShape, size: Size, { row, column }: Place): Viewport {
  const scale = scaleOf(viewport, matrix, size);
  return clamp({ ...viewport, row: row - size.height / scale.y / 2, column: column - size.width / scale.x / 2 }, matrix, size);
}

/** The rectangle of whole weights that is seen, at least in part. */
export function visible(viewport: Viewport, matrix: MatrixShape, size: Size) {
  const scale = scaleOf(viewport, matrix, size);
  const span = (start: number, seen: number, whole: number): readonly [number, number] => {
    const from = Math.min(whole - 1, Math.max(0, Math.floor(start + 1e-6)));
    return [from, Math.min(whole, Math.max(from + 1, Math.ceil(start + seen - 1e-6)))];
  };
  const [row, rowEnd] = span(viewport.row, size.height / scale.y, matrix.rows);
  const [column, columnEnd] = span(viewport.column, size.width / scale.x, matrix.columns);
  return { row, column, rows: rowEnd - row, columns: columnEnd - column };
}
