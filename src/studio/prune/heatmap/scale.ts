import type { Quantity } from './quantities';

export interface Scale {
  /** Place of a value on the colour map, 0 to 1. */
  readonly place: (value: number) => number;
  /** Values to write at the start, the middle and the end of the legend. */
  readonly marks: readonly [number, number, number];
}

const between = (low: number, high: number) => (value: number) => (high > low ? (value - low) / (high - low) : 0.5);

/** Maps the values at hand to places on a colour map. */
export function scaleFor(kind: Quantity['scale'], values: readonly number[]): Scale {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  switch (kind) {
    case 'share':
      return { place: between(0, 1), marks: [0, 0.5, 1] };
    case 'signed': {
      const reach = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      return { place: between(-reach, reach), marks: [-reach, 0, reach] };
    }
    case 'ratio': {
      const reach = finite.reduce((most, value) => (value > 0 ? Math.max(most, Math.abs(Math.log(value))) : most), 0);
      const place = between(-reach, reach);
      return { place: (value) => place(Math.log(value)), marks: [Math.exp(-reach), 1, Math.exp(reach)] };
    }
    case 'log': {
      const least = finite.reduce((smallest, value) => (value > 0 ? Math.min(smallest, value) : smallest), Infinity);
      if (!(high > 0)) return { place: () => 0, marks: [0, 0, 0] };
      const place = between(Math.log(least), Math.log(high));
      return { place: (value) => (value > 0 ? place(Math.log(value)) : 0), marks: [least, Math.sqrt(least * high), high] };
    }
    case 'linear':
      if (finite.length === 0) return { place: () => 0, marks: [0, 0, 0] };
      return { place: between(low, high), marks: [low, (low + high) / 2, high] };
  }
}
