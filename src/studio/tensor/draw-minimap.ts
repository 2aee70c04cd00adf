import type { MatrixShape } from '../../core/tiles/cell-grid';
import type { Scale } from '../colour/scale';
import type { Theme } from './draw-picture';
import { type HeldTile, imageOf } from './tile-store';
import { type Size, type Viewport, scaleOf } from './viewport';

/** The whole matrix, and where the picture looks. */
export function drawMinimap(
  canvas: HTMLCanvasElement,
  whole: HeldTile,
  scale: Scale,
  viewport: Viewport,
  matrix: MatrixShape,
  size: Size,
  theme: Theme,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = canvas;
  context.imageSmoothingEnabled = true;
  context.fillStyle = theme.none;
  context.fillRect(0, 0, width, height);
  context.drawImage(imageOf(whole, scale), 0, 0, width, height);
  const { x, y } = scaleOf(viewport, matrix, size);
  const seen = [
    (viewport.column / matrix.columns) * width,
    (viewport.row / matrix.rows) * height,
    Math.max(3, (size.width / x / matrix.columns) * width),
    Math.max(3, (size.height / y / matrix.rows) * height),
  ] as const;
  for (const [colour, line] of [
    [theme.page, 5],
    [theme.accent, 2.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(...seen);
  }
}
