import type { Range } from './range';

const MOST = 5;

/** A few round values within a range, its ends left out when they are not round; on a log scale powers of 10, or 1, 2 and 5 times them. */
export function ticksOf({ low, high }: Range, log: boolean): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  if (!(high > low)) return [low];
  return log ? logTicks(low, high) : linearTicks(low, high);
}

function linearTicks(low: number, high: number): number[] {
  const rough = (high - low) / (MOST - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Divided by a whole number where the step is below 1, so that 3 steps of 0.1 are 0.3.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function logTicks(low: number, high: number): number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Math.log10(high / low);
  if (decades < 0.7) return linearTicks(low, high);
  const factors = decades > 2.5 ? [1] : decades > 1.3 ? [1, 3] : [1, 2, 5];
  const every = decades > 2.5 ? Math.ceil(decades / MOST) : 1;
  const ticks: number[] = [];
  for (let power = from; power <= to; power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(low, high);
}
