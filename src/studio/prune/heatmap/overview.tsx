import { useMemo, useState } from 'react';
import type { AnalysisSummary, ModelSummary, PrunePlan } from '../../../core/engine/types';
import { type QuantityName, quantityOf } from '../../../core/tiles/quantities';
import { Legend } from '../../colour/legend';
import { rangeOf } from '../../colour/range';
import { scaleFor } from '../../colour/scale';
import { useTensor } from '../../stores/tensor-store';
import { text } from '../../text';
import { Details } from './details';
import { cellsOf, gridOf, valuesOf, type Weight } from './grid';
import { Heatmap } from './heatmap';

interface OverviewProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
  readonly plan: PrunePlan | null;
  readonly quantity: QuantityName;
  /** Open the picture of one weight. */
  readonly onOpen: (name: string) => void;
}

/** Layers × kinds of weights, one cell per weight matrix. */
export function Overview({ model, analysis, plan, quantity: name, onOpen }: OverviewProps) {
  const [shown, setShown] = useState<readonly string[]>([]);
  const clip = useTensor((state) => state.clip);
  const quantity = quantityOf(name);
  const grid = useMemo(() => gridOf(model, analysis.tensors, plan), [model, analysis, plan]);
  const scale = useMemo(
    () => scaleFor(quantity.scale, rangeOf(valuesOf(grid, quantity), clip, quantity.scale === 'log' || quantity.scale === 'ratio')),
    [grid, quantity, clip],
  );
  // By name, so that the details follow the plan.
  const isShown = (weights: readonly Weight[]): boolean => weights.length > 0 && weights.every(({ name: own }) => shown.includes(own));
  const details = cellsOf(grid).find(isShown) ?? null;
  return (
    <>
      <div className="heatmap-frame" data-dense={grid.rows.length > 16 || undefined}>
        <Heatmap
          {...{ grid, quantity, scale }}
          onShow={(weights: readonly Weight[]) => setShown(weights.map((weight) => weight.name))}
          onOpen={onOpen}
        />
      </div>
      <div className="heatmap-foot">
        <Legend quantity={quantity} scale={scale} label={text.pictures.legend(quantity.label)} />
        <Details weights={details} />
      </div>
    </>
  );
}
