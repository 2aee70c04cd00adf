import { colourAt, type ColourMapName } from './maps';
import type { Scale } from './scale';

const STEPS = 512;
const tables = new Map<ColourMapName, Uint32Array>();

/** The colours of a map as pixels (red in the lowest byte, opaque), at even places. */
function pixelsOf(map: ColourMapName): Uint32Array {
  const known = tables.get(map);
  if (known !== undefined) return known;
  const table = Uint32Array.from({ length: STEPS }, (_, step) => {
    const [red, green, blue] = colourAt(map, step / (STEPS - 1));
    return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
  });
  tables.set(map, table);
  return table;
}

/** One pixel per value; a value that is none is transparent. */
export function paint(values: Float32Array, scale: Scale): Uint8ClampedArray<ArrayBuffer> {
  const table = pixelsOf(scale.map);
  const pixels = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const place = scale.place(values[i] ?? NaN);
    if (!Number.isNaN(place)) pixels[i] = table[Math.round(place * (STEPS - 1))] ?? 0;
  }
  return new Uint8ClampedArray(pixels.buffer);
}
