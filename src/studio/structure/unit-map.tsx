import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { paint } from '../colour/paint';
import type { Scale } from '../colour/scale';
import { axisTicks } from '../tensor/axes';
import { themeOf } from '../tensor/theme';

export interface UnitRow {
  readonly label: string;
  readonly values: Float32Array;
}

export interface UnitPlace {
  readonly row: number;
  readonly unit: number;
}

interface UnitMapProps {
  readonly rows: readonly UnitRow[];
  readonly scale: Scale;
  readonly label: string;
  readonly describedBy: string;
  readonly cursor: UnitPlace | null;
  readonly onPoint: (place: UnitPlace) => void;
  readonly onReady: (canvas: HTMLCanvasElement | null) => void;
}

const LEFT = 72;
const TOP = 20;
/** More units than this are drawn as means of neighbours: a screen has no more pixels. */
const MOST = 1024;

const heightOf = (rows: number): number => Math.max(8, Math.min(26, Math.floor(420 / Math.max(1, rows))));

/** Layers × heads or neurons on a canvas, read with the pointer or the arrow keys. */
export function UnitMap({ rows, scale, label, describedBy, cursor, onPoint, onReady }: UnitMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [dressed, setDressed] = useState(0);
  const units = Math.max(1, ...rows.map(({ values }) => values.length));
  const row = heightOf(rows.length);
  const height = TOP + row * rows.length;

  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return undefined;
    onReady(drawn);
    const observer = new ResizeObserver(() => setWidth(drawn.getBoundingClientRect().width));
    observer.observe(drawn);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const dress = (): void => setDressed((count) => count + 1);
    dark.addEventListener('change', dress);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', dress);
      onReady(null);
    };
  }, [onReady]);

  useEffect(() => {
    if (canvas.current !== null && width > LEFT) draw(canvas.current, { rows, scale, units, cursor, width, height, row });
  }, [rows, scale, units, cursor, width, height, row, dressed]);

  const onPointer = (event: PointerEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.floor((event.clientY - box.top - TOP) / row);
    const unit = Math.floor(((event.clientX - box.left - LEFT) / (box.width - LEFT)) * units);
    if (at >= 0 && at < rows.length && unit >= 0 && unit < (rows[at]?.values.length ?? 0)) onPoint({ row: at, unit });
  };
  const onKey = (event: KeyboardEvent): void => {
    const { row: at, unit } = cursor ?? { row: 0, unit: -1 };
    const moves: Readonly<Record<string, UnitPlace>> = {
      ArrowUp: { row: at - 1, unit },
      ArrowDown: { row: at + 1, unit },
      ArrowLeft: { row: at, unit: unit - 1 },
      ArrowRight: { row: at, unit: unit + 1 },
      Home: { row: at, unit: 0 },
      End: { row: at, unit: Infinity },
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows.length - 1, next.row));
    onPoint({ row: to, unit: Math.max(0, Math.min((rows[to]?.values.length ?? 1) - 1, next.unit)) });
  };
  return (
    <canvas
      ref={canvas}
      className="unit-map"
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      tabIndex={0}
      style={{ height: `${height}px` }}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onKeyDown={onKey}
    />
  );
}

interface Drawing extends Pick<UnitMapProps, 'rows' | 'scale' | 'cursor'> {
  readonly units: number;
  readonly width: number;
  readonly height: number;
  readonly row: number;
}

function draw(canvas: HTMLCanvasElement, { rows, scale, units, cursor, width, height, row }: Drawing): void {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const theme = themeOf(canvas.parentElement ?? canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = theme.page;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  const inner = width - LEFT;
  rows.forEach(({ label, values }, at) => {
    const top = TOP + at * row;
    context.fillStyle = theme.none;
    context.fillRect(LEFT, top, inner, row - 1);
    if (values.length > 0) {
      const cells = bucketed(values, MOST);
      const image = new OffscreenCanvas(cells.length, 1);
      image.getContext('2d')?.putImageData(new ImageData(paint(cells, scale), cells.length, 1), 0, 0);
      context.drawImage(image, LEFT, top, (inner * values.length) / units, row - 1);
    }
    context.fillStyle = theme.text;
    context.textAlign = 'right';
    if (row >= 11 || at % Math.ceil(12 / row) === 0) context.fillText(label, LEFT - 6, top + row / 2);
  });
  const pixels = inner / units;
  context.fillStyle = theme.page;
  if (pixels >= 8) for (let unit = 1; unit < units; unit++) context.fillRect(LEFT + unit * pixels - 0.5, TOP, 1, height);
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  const fits = (tick: number): boolean => (tick + 0.5) * pixels < inner - context.measureText(String(tick)).width / 2;
  for (const tick of axisTicks(0, units, pixels, 40).filter(fits)) context.fillText(String(tick), LEFT + (tick + 0.5) * pixels, TOP - 9);
  if (cursor === null) return;
  const box = Math.max(7, pixels);
  for (const [colour, line] of [
    [theme.page, 4],
    [theme.text, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(LEFT + (cursor.unit + 0.5) * pixels - box / 2, TOP + cursor.row * row, box, row - 1);
  }
}

/** The values, or means of as many neighbours as it takes to have at most `most`. */
function bucketed(values: Float32Array, most: number): Float32Array {
  const each = Math.ceil(values.length / most);
  if (each <= 1) return values;
  return Float32Array.from({ length: Math.ceil(values.length / each) }, (_, bucket) => {
    const finite = [...values.subarray(bucket * each, (bucket + 1) * each)].filter(Number.isFinite);
    return finite.length === 0 ? NaN : finite.reduce((sum, value) => sum + value, 0) / finite.length;
  });
}
