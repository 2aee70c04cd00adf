import { useTensor } from '../stores/tensor-store';
import { GUTTER } from './draw-picture';
import {
  LARGEST_ZOOM,
  type Place,
  type Viewport,
  centreOn,
  fit,
  isFitted,
  panBy,
  placeAt,
  reveal,
  scaleOf,
  visible,
  zoomAbout,
} from './viewport';

/** How much a line, a page or a pixel of a wheel zooms. */
const WHEEL = [0.002, 0.05, 0.5] as const;
const KEY_ZOOM = 1.5;

type Point = readonly [number, number];

/** Wheel, mouse, touch and pen on the picture. Returns a function that lets go of the canvas. */
export function listenTo(canvas: HTMLCanvasElement): () => void {
  const { look } = useTensor.getState();
  const pointers = new Map<number, Point>();
  const at = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left - GUTTER.left, event.clientY - box.top - GUTTER.top];
  };
  const point = (event: PointerEvent): void => {
    const { viewport, matrix, size } = useTensor.getState();
    if (viewport === null || matrix === null || size === null) return;
    const [x, y] = at(event);
    const isInside = x >= 0 && y >= 0 && x < size.width && y < size.height;
    useTensor.getState().point(isInside ? wholePlace(placeAt(viewport, matrix, size, x, y)) : null);
  };
  const onWheel = (event: WheelEvent): void => {
    const { viewport, matrix, size } = useTensor.getState();
    if (viewport === null || matrix === null || size === null) return;
    // Nothing is left to zoom out of: the page scrolls on.
    if (event.deltaY > 0 && isFitted(viewport, matrix, size)) return;
    event.preventDefault();
    // A pinch on a touch pad comes as a wheel with the control key, in finer steps.
    const factor = Math.exp(-event.deltaY * (WHEEL[event.deltaMode] ?? WHEEL[0]) * (event.ctrlKey ? 5 : 1));
    look((from) => zoomAbout(from, matrix, size, factor, ...at(event)));
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    point(event);
  };
  const onMove = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) {
      point(event);
      return;
    }
    const now = at(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other === undefined) look((from, matrix, size) => panBy(from, matrix, size, now[0] - before[0], now[1] - before[1]));
    else look((from, matrix, size) => pinch(from, before, now, other, (...rest) => zoomAbout(from, matrix, size, ...rest)));
  };
  const onUp = (event: PointerEvent): void => void pointers.delete(event.pointerId);
  const onLeave = (): void => {
    if (document.activeElement !== canvas && pointers.size === 0) useTensor.getState().point(null);
  };
  const onDouble = (event: MouseEvent): void => {
    look((from, matrix, size) => (isFitted(from, matrix, size) ? zoomAbout(from, matrix, size, 8, ...at(event)) : fit(matrix, size)));
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onUp);
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('dblclick', onDouble);
  return () => {
    canvas.removeEventListener('wheel', onWheel);
    canvas.removeEventListener('pointerdown', onDown);
    canvas.removeEventListener('pointermove', onMove);
    canvas.removeEventListener('pointerup', onUp);
    canvas.removeEventListener('pointercancel', onUp);
    canvas.removeEventListener('pointerleave', onLeave);
    canvas.removeEventListener('dblclick', onDouble);
  };
}

const wholePlace = ({ row, column }: Place): Place => ({ row: Math.floor(row), column: Math.floor(column) });

/** Two fingers: zoom by how much farther they are from each other, about their middle. */
function pinch(
  from: Viewport,
  before: Point,
  now: Point,
  other: Point,
  zoom: (factor: number, x: number, y: number) => Viewport,
): Viewport {
  const distance = ([x, y]: Point): number => Math.hypot(x - other[0], y - other[1]);
  if (distance(before) < 1) return from;
  return zoom(distance(now) / distance(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
}

/** What a key does; false for one that does nothing here. Arrows move the cursor by a cell, with Shift the picture. */
export function onKey(key: string, shift: boolean): boolean {
  const { viewport, matrix, size, cursor, look, point } = useTensor.getState();
  if (viewport === null || matrix === null || size === null) return false;
  const seen = visible(viewport, matrix, size);
  const scale = scaleOf(viewport, matrix, size);
  const from = cursor ?? { row: seen.row, column: seen.column };
  // A weight that is smaller than a few pixels is passed over: the cursor moves on the screen.
  const [rowStep, columnStep] = [Math.max(1, Math.round(6 / scale.y)), Math.max(1, Math.round(6 / scale.x))];
  const go = (row: number, column: number): true => {
    const within = (value: number, end: number): number => Math.max(0, Math.min(end - 1, value));
    const place = { row: within(row, matrix.rows), column: within(column, matrix.columns) };
    point(place);
    look((view) => reveal(view, matrix, size, place));
    return true;
  };
  const arrows: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const arrow = arrows[key];
  if (arrow !== undefined && shift) {
    look((view) => panBy(view, matrix, size, -arrow[1] * size.width * 0.25, -arrow[0] * size.height * 0.25));
    return true;
  }
  if (arrow !== undefined)
    return cursor === null ? go(from.row, from.column) : go(from.row + arrow[0] * rowStep, from.column + arrow[1] * columnStep);
  switch (key) {
    case 'Home':
      return go(from.row, 0);
    case 'End':
      return go(from.row, matrix.columns - 1);
    case 'PageUp':
      return go(from.row - seen.rows, from.column);
    case 'PageDown':
      return go(from.row + seen.rows, from.column);
    case '+':
    case '=':
    case '-':
    case '_':
      look((view) => zoomOn(view, key === '+' || key === '=' ? KEY_ZOOM : 1 / KEY_ZOOM));
      return true;
    case '0':
      look((_, shape, box) => fit(shape, box));
      return true;
    case 'Enter':
      look((view) => centreOn({ ...view, zoom: LARGEST_ZOOM }, matrix, size, { row: from.row + 0.5, column: from.column + 0.5 }));
      point(from);
      return true;
    default:
      return false;
  }
}

/** Zoom about the cursor when it is in sight, else about the middle. */
export function zoomOn(viewport: Viewport, factor: number): Viewport {
  const { matrix, size, cursor } = useTensor.getState();
  if (matrix === null || size === null) return viewport;
  const scale = scaleOf(viewport, matrix, size);
  const x = cursor === null ? NaN : (cursor.column + 0.5 - viewport.column) * scale.x;
  const y = cursor === null ? NaN : (cursor.row + 0.5 - viewport.row) * scale.y;
  const isSeen = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
  return zoomAbout(viewport, matrix, size, factor, isSeen ? x : size.width / 2, isSeen ? y : size.height / 2);
}
