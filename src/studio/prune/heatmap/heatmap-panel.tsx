import { useMemo, useState } from 'react';
import type { AnalysisSummary, ModelSummary, PrunePlan } from '../../../core/engine/types';
import { formatNumberOf } from '../../format';
import { Panel } from '../../ui/panel';
import { Toggles } from '../../ui/toggles';
import { Details } from './details';
import { gridOf, type Weight } from './grid';
import { Heatmap, valuesOf } from './heatmap';
import { Legend } from './legend';
import { quantities, type QuantityName } from './quantities';
import { scaleFor } from './scale';
import { text } from '../../text';

interface HeatmapPanelProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
  readonly plan: PrunePlan | null;
}

const options = (Object.keys(quantities) as QuantityName[]).map((key) => ({ key, label: quantities[key].label }));

export function HeatmapPanel({ model, analysis, plan }: HeatmapPanelProps) {
  const [name, setName] = useState<QuantityName>('fisherDomain');
  const [shown, setShown] = useState<readonly string[]>([]);
  const quantity = quantities[name];
  const grid = useMemo(() => gridOf(model, analysis.tensors, plan), [model, analysis, plan]);
  const scale = useMemo(() => scaleFor(quantity.scale, valuesOf(grid, quantity)), [grid, quantity]);
  // By name, so that the details follow the plan.
  const cells = [...grid.rows.flatMap((row) => row.cells), ...grid.outside.map(({ weights }) => weights)];
  const details = cells.find((weights) => weights.length > 0 && weights.every((weight) => shown.includes(weight.name))) ?? null;
  return (
    <Panel title={text.heatmap.title} note={formatNumberOf(analysis.tensors.length, text.heatmap.tensor)} className="heatmap-panel">
      <Toggles
        label={text.heatmap.quantity}
        help={quantity.help}
        mode="single"
        options={options}
        chosen={[name]}
        onChange={([chosen]) => {
          if (chosen !== undefined) setName(chosen);
        }}
      />
      <div className="heatmap-frame">
        <Heatmap {...{ grid, quantity, scale }} onShow={(weights: readonly Weight[]) => setShown(weights.map((weight) => weight.name))} />
      </div>
      <div className="heatmap-foot">
        <Legend quantity={quantity} scale={scale} />
        <Details weights={details} />
      </div>
    </Panel>
  );
}
