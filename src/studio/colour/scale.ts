import type { QuantityScale } from '../../core/tiles/quantities';
import type { ColourMapName } from './maps';
import type { Range } from './range';
import { ticksOf } from './ticks';

/** From values to places on a colour map, and what its legend says. */
export interface Scale {
  readonly map: ColourMapName;
  /** Place of a value on the colour map, 0 to 1; NaN for NaN. */
  readonly place: (value: number) => number;
  /** The part of the map that is used, 0 to 1: all of it, or the half of a diverging map on whose side all values lie. */
  readonly part: Range;
  readonly range: Range;
  /** Values to write along the legend, in order. */
  readonly ticks: readonly number[];
}

/** How near to its middle a half of a diverging map is used: the palest colour still tells its side. */
const PALEST = 0.08;

const isFinite = ({ low, high }: Range): boolean => Number.isFinite(low) && Number.isFinite(high);

/**
 * The scale of a quantity over a range of its values. Diverging maps keep their middle at 0 (at 1 for ratios): both sides reach equally
 * far when the range holds the middle; when it does not, its own side alone is spread over the range, so that values that are all
 * above 1 still differ.
 */
export function scaleFor(kind: QuantityScale, range: Range): Scale {
  switch (kind) {
    case 'share':
      return sequential({ low: 0, high: 1 }, (value) => value, false);
    case 'linear':
      return sequential(isFinite(range) ? range : { low: 0, high: 0 }, (value) => value, false);
    case 'log':
      return range.low > 0
        ? sequential(range, Math.log, true)
        : sequential({ low: 0, high: range.high > 0 ? range.high : 0 }, (value) => value, false);
    case 'signed':
      return diverging(
        isFinite(range) ? range : { low: 0, high: 0 },
        (value) => value,
        (value) => value,
        false,
      );
    case 'ratio':
      return diverging(range.low > 0 && isFinite(range) ? range : { low: 1, high: 1 }, Math.log, Math.exp, true);
  }
}

const clamp = (place: number): number => Math.min(1, Math.max(0, place));
const placeIn = ({ low, high }: Range, value: number): number => {
  if (Number.isNaN(value)) return NaN;
  return high > low ? clamp((value - low) / (high - low)) : 0.5;
};

function sequential(range: Range, transform: (value: number) => number, log: boolean): Scale {
  const inside = { low: transform(range.low), high: transform(range.high) };
  return {
    map: 'sequential',
    place: (value) => (log && value <= 0 ? 0 : placeIn(inside, transform(value))),
    part: { low: 0, high: 1 },
    range,
    ticks: ticksOf(range, log),
  };
}

function diverging(range: Range, transform: (value: number) => number, back: (value: number) => number, log: boolean): Scale {
  const [low, high] = [transform(range.low), transform(range.high)];
  if (low > 0 || high < 0) {
    const part = low > 0 ? { low: 0.5 + PALEST, high: 1 } : { low: 0, high: 0.5 - PALEST };
    const place = (value: number): number => part.low + (part.high - part.low) * placeIn({ low, high }, transform(value));
    return { map: 'diverging', place, part, range, ticks: ticksOf(range, log) };
  }
  const reach = Math.max(-low, high);
  const spread = { low: back(-reach), high: back(reach) };
  const place = (value: number): number => placeIn({ low: -reach, high: reach }, transform(value));
  return { map: 'diverging', place, part: { low: 0, high: 1 }, range: spread, ticks: ticksOf(spread, log) };
}
