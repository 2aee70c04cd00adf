import type { Quantity } from '../../core/tiles/quantities';
import { formatMeasure, formatShare } from '../format';
import { text } from '../text';
import { asGradient } from './maps';
import type { Scale } from './scale';

export const formatValue = (value: number, { scale }: Pick<Quantity, 'scale'>): string =>
  scale === 'share' ? formatShare(value) : formatMeasure(value);

interface LegendProps {
  readonly quantity: Pick<Quantity, 'scale'>;
  readonly scale: Scale;
  /** What the colours stand for. */
  readonly label: string;
}

/** Percent of the legend's width that a value takes up. */
const TICK = 18;

interface Tick {
  readonly tick: number;
  readonly at: number;
}

/** Values that do not lie on top of each other. */
function apart(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) if (tick.at - (kept.at(-1)?.at ?? -Infinity) >= TICK) kept.push(tick);
  return kept;
}

/** 1e-5 and not 1.0e-5: a tick is a round number. */
const formatTick = (value: number, quantity: Pick<Quantity, 'scale'>): string => formatValue(value, quantity).replace(/\.0(?=e|%)/, '');

/** The colours with values along them, and the range that they span in words. */
export function Legend({ quantity, scale, label }: LegendProps) {
  const { low, high } = scale.range;
  const span = scale.part.high - scale.part.low;
  const ticks = apart(scale.ticks.map((tick) => ({ tick, at: ((scale.place(tick) - scale.part.low) / span) * 100 })));
  return (
    <figure className="legend" aria-label={label}>
      <div className="legend-bar" style={{ backgroundImage: asGradient(scale.map, scale.part) }} aria-hidden="true" />
      <div className="legend-marks" aria-hidden="true">
        {ticks.map(({ tick, at }) => (
          <span key={tick} style={{ left: `${at}%` }} data-edge={at < 5 ? 'start' : at > 95 ? 'end' : undefined}>
            {formatTick(tick, quantity)}
          </span>
        ))}
      </div>
      {quantity.scale !== 'share' && (
        <figcaption className="help">
          {Number.isFinite(low) ? text.pictures.range(formatValue(low, quantity), formatValue(high, quantity)) : text.pictures.noValues}
        </figcaption>
      )}
    </figure>
  );
}
