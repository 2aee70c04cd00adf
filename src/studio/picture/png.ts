import { GapruneError } from '../../core/errors';
import type { Quantity } from '../../core/tiles/quantities';
import { formatValue } from '../colour/legend';
import { asCss, colourAt } from '../colour/maps';
import type { Scale } from '../colour/scale';

/** A picture was to be saved before it was drawn. */
export class PictureNotReadyError extends GapruneError {
  readonly code = 'PICTURE_NOT_READY';
  constructor() {
    super('The picture is not drawn yet. Try again in a moment.');
  }
}

/** An SVG document as a PNG, at the resolution of the screen. */
export async function pngOfSvg(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { devicePixelRatio } = window;
  const canvas = new OffscreenCanvas(Math.round(image.width * devicePixelRatio), Math.round(image.height * devicePixelRatio));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/png' });
}

interface CanvasPicture {
  readonly canvas: HTMLCanvasElement;
  readonly title: string;
  readonly quantity: Pick<Quantity, 'scale' | 'label'>;
  readonly scale: Scale;
  readonly colours: { readonly page: string; readonly text: string; readonly font: string };
}

/** A canvas as it is drawn now, pixel by pixel, with its title above and its legend below. */
export function pngOfCanvas({ canvas, title, quantity, scale, colours }: CanvasPicture): Promise<Blob> {
  const unit = window.devicePixelRatio;
  const [head, foot] = [32 * unit, 48 * unit];
  const out = new OffscreenCanvas(canvas.width, canvas.height + head + foot);
  const context = out.getContext('2d');
  if (context === null) return Promise.reject(new PictureNotReadyError());
  context.fillStyle = colours.page;
  context.fillRect(0, 0, out.width, out.height);
  context.drawImage(canvas, 0, head);
  context.fillStyle = colours.text;
  context.font = `600 ${13 * unit}px ${colours.font}`;
  context.fillText(title, 8 * unit, 21 * unit);
  const { low, high } = scale.part;
  const [left, top, width] = [56 * unit, canvas.height + head + 12 * unit, Math.min(260 * unit, out.width - 64 * unit)];
  const gradient = context.createLinearGradient(left, 0, left + width, 0);
  for (let i = 0; i <= 10; i++) gradient.addColorStop(i / 10, asCss(colourAt(scale.map, low + ((high - low) * i) / 10)));
  context.fillStyle = gradient;
  context.fillRect(left, top, width, 9 * unit);
  context.fillStyle = colours.text;
  context.font = `${11 * unit}px ${colours.font}`;
  const line = top + 24 * unit;
  if (Number.isFinite(scale.range.low)) {
    context.fillText(formatValue(scale.range.low, quantity), left, line);
    context.textAlign = 'right';
    context.fillText(formatValue(scale.range.high, quantity), left + width, line);
  }
  context.textAlign = 'center';
  context.fillText(quantity.label, left + width / 2, line);
  return out.convertToBlob({ type: 'image/png' });
}
