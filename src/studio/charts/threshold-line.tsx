import { useRef, type PointerEvent } from 'react';
import type { ScoreHistogram } from '../../core/gaprune/score-histogram';
import { useBusy } from '../stores/busy';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { margin, xHeight, yWidth } from './axes';
import { positionOf, sparsityAt } from './threshold';

const STEP = 0.005;

interface ThresholdLineProps {
  readonly histogram: ScoreHistogram;
  readonly valueText: (sparsity: number) => string;
}

/** The cut among the scores, over the plot: dragged with a pointer, or moved with the arrow keys, it sets the sparsity. */
export function ThresholdLine({ histogram, valueText }: ThresholdLineProps) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const area = useRef<HTMLDivElement>(null);
  const bins = histogram.counts.length;
  const at = histogram.threshold === null ? 0 : positionOf(histogram, histogram.threshold) / bins;
  const drag = ({ clientX, buttons }: PointerEvent): void => {
    if (area.current === null || buttons !== 1 || isDisabled) return;
    const { left, width } = area.current.getBoundingClientRect();
    const sparsity = sparsityAt(histogram, (bins * (clientX - left)) / width);
    changeMask({ sparsity: Math.round(sparsity * 1000) / 1000 });
  };
  return (
    <div
      ref={area}
      className="threshold-area"
      style={{ left: yWidth + margin.left, right: margin.right, top: margin.top, bottom: xHeight }}
    >
      <div
        className="threshold-line"
        style={{ left: `${at * 100}%` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
      >
        <input
          type="range"
          className="visually-hidden"
          aria-label={text.charts.scores.threshold}
          aria-valuetext={valueText(mask.sparsity)}
          min={0}
          max={1}
          step={STEP}
          value={mask.sparsity}
          disabled={isDisabled}
          onChange={({ target }) => changeMask({ sparsity: target.valueAsNumber })}
        />
      </div>
    </div>
  );
}
