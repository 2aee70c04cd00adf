import { useMemo, useState } from 'react';
import type { AnalysisSummary, ModelSummary, PrunePlan } from '../../../core/engine/types';
import { type Quantity, type QuantityName, TENSOR_QUANTITIES, quantityOf } from '../../../core/tiles/quantities';
import { Legend } from '../../colour/legend';
import { rangeOf } from '../../colour/range';
import { scaleFor } from '../../colour/scale';
import { PagedTable } from '../../picture/paged-table';
import { PictureActions } from '../../picture/picture-actions';
import { pngOfSvg } from '../../picture/png';
import { svgOf, type CellPicture } from '../../picture/svg';
import type { TableModel } from '../../picture/table-model';
import { useTensor } from '../../stores/tensor-store';
import { text } from '../../text';
import { Details } from './details';
import { cellsOf, gridOf, valueOf, valuesOf, type Grid, type Weight } from './grid';
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
  const [isTable, setTable] = useState(false);
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
  const title = text.heatmap.label(quantity.label);
  const svg = (): string => svgOf({ title: `${model.name}: ${title}`, quantity, scale, ...pictureOf(grid, quantity) });
  const table = tableOf(cellsOf(grid).flat());
  return (
    <>
      <PictureActions
        fileName={`${model.name}-weights-${name}`}
        table={() => table}
        png={() => pngOfSvg(svg())}
        svg={svg}
        isTable={isTable}
        onTable={setTable}
      />
      {isTable && <PagedTable label={text.heatmap.table} table={table} />}
      <div className="heatmap-frame" hidden={isTable} data-dense={grid.rows.length > 16 || undefined}>
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

/** Every quantity of every weight. */
function tableOf(weights: readonly Weight[]): TableModel {
  const quantities = TENSOR_QUANTITIES.map(quantityOf);
  return {
    columns: [text.heatmap.weight, text.heatmap.layer, text.heatmap.size, ...quantities.map(({ label }) => label)],
    count: weights.length,
    row: (index) => {
      const weight = weights[index];
      if (weight === undefined) return [];
      return [weight.name, weight.layer, weight.size, ...quantities.map((quantity) => valueOf([weight], quantity))];
    },
  };
}

function pictureOf({ columns, rows, outside }: Grid, quantity: Quantity): Pick<CellPicture, 'columns' | 'rows'> {
  return {
    columns: columns.map(({ label }) => label),
    rows: [
      ...rows.map(({ label, cells }) => ({ label, cells: cells.map((weights) => valueOf(weights, quantity)) })),
      ...outside.map(({ label, weights }) => ({ label, cells: [valueOf(weights, quantity)], span: Math.max(1, columns.length) })),
    ],
  };
}
