import type { LengthCounts } from '../../core/data/token-lengths';
import { histogram, placeOf } from './length-figures';

interface LengthBarsProps {
  readonly field: LengthCounts;
  readonly end: number;
  readonly maxLength: number;
}

const HEIGHT = 26;

/** A histogram whose numbers stand beside it; what lies beyond the max length has another colour. */
export function LengthBars({ field, end, maxLength }: LengthBarsProps) {
  const bars = histogram(field, end);
  const most = Math.max(1, ...bars);
  const limit = placeOf(maxLength + 1);
  return (
    <svg className="length-bars" viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((count, bar) => {
        const height = count === 0 ? 0 : Math.max(1.5, (count / most) * HEIGHT);
        const isCut = bar >= Math.floor(limit);
        return <rect key={bar} className={isCut ? 'cut' : ''} x={bar + 0.08} width={0.84} y={HEIGHT - height} height={height} />;
      })}
      {maxLength < end && <line x1={limit} x2={limit} y1={0} y2={HEIGHT} />}
    </svg>
  );
}
