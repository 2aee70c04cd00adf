/** An sRGB colour, each part 0 to 255. */
export type Colour = readonly [number, number, number];

const hex = (text: string): Colour[] =>
  text.split(' ').map((code) => [0, 2, 4].map((start) => parseInt(code.slice(start, start + 2), 16)) as unknown as Colour);

/** viridis (matplotlib), every tenth of the way: equal steps look equally large, also without colour vision. */
const viridis = hex('440154 482475 414487 355f8d 2a788e 21918c 22a884 44bf70 7ad151 bddf26 fde725');
/** RdBu (ColorBrewer) turned round: blue below the middle, red above, near white at it. */
const blueRed = hex('053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f');

export type ColourMapName = 'sequential' | 'diverging';
const tables: Readonly<Record<ColourMapName, readonly Colour[]>> = { sequential: viridis, diverging: blueRed };

/** Colour at a place between 0 and 1. */
export function colourAt(map: ColourMapName, place: number): Colour {
  const table = tables[map];
  const scaled = Math.min(1, Math.max(0, place)) * (table.length - 1);
  const lower = Math.min(Math.floor(scaled), table.length - 2);
  const [from, to] = [table[lower]!, table[lower + 1]!];
  const weight = scaled - lower;
  return from.map((part, index) => Math.round(part + (to[index]! - part) * weight)) as unknown as Colour;
}

const linear = (part: number): number => (part <= 10.314 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);

/** Relative luminance (WCAG 2). */
export const luminance = ([red, green, blue]: Colour): number => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

export const asCss = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;

/** Black or white, whichever reads better on the colour. */
export const inkOn = (colour: Colour): string => (luminance(colour) > 0.179 ? '#000' : '#fff');

/** A part of the map as a CSS gradient, for a legend. */
export function asGradient(map: ColourMapName, { low, high }: { readonly low: number; readonly high: number }): string {
  const stops = Array.from({ length: 11 }, (_, i) => asCss(colourAt(map, low + ((high - low) * i) / 10)));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
