import type { QuantityScale } from '../../core/tiles/quantities';
import { formatMeasure } from '../format';
import { text } from '../text';

const WIDTH = 600;
const HEIGHT = 90;
const POINTS = 300;

interface SortedProfileProps {
  readonly values: Float32Array;
  readonly scale: QuantityScale;
  readonly label: string;
}

/** The values of one layer's neurons from the largest to the smallest: how far few of them carry most. */
export function SortedProfile({ values, scale, label }: SortedProfileProps) {
  const sorted = values.filter(Number.isFinite).sort().reverse();
  const [largest, smallest] = [sorted[0], sorted.at(-1)];
  if (largest === undefined || smallest === undefined) return null;
  const log = (scale === 'log' || scale === 'ratio') && smallest > 0;
  const height = (value: number): number => (log ? Math.log(value) : value);
  const span = height(largest) - height(smallest) || 1;
  const steps = Math.min(POINTS, sorted.length);
  const points = Array.from({ length: steps }, (_, i) => {
    const at = Math.round((i * (sorted.length - 1)) / Math.max(1, steps - 1));
    const y = HEIGHT - ((height(sorted[at] ?? smallest) - height(smallest)) / span) * HEIGHT;
    return `${((i / Math.max(1, steps - 1)) * WIDTH).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <figure className="profile">
      <figcaption className="help">{label}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <polyline points={points.join(' ')} fill="none" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="profile-ends help">
        <span>{text.structure.largest(formatMeasure(largest))}</span>
        <span>{text.structure.smallest(formatMeasure(smallest))}</span>
      </p>
    </figure>
  );
}
