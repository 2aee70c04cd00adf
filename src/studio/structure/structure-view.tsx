import { useCallback, useId, useMemo, useState } from 'react';
import type { ModelSummary, ParameterSummary } from '../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../core/model/layer-types';
import { type QuantityName, quantityOf } from '../../core/tiles/quantities';
import { Legend, formatValue } from '../colour/legend';
import { rangeOf } from '../colour/range';
import { scaleFor } from '../colour/scale';
import { formatCount, formatShare } from '../format';
import { PagedTable } from '../picture/paged-table';
import { PictureActions } from '../picture/picture-actions';
import { PictureNotReadyError, pngOfCanvas } from '../picture/png';
import { svgOf } from '../picture/svg';
import type { TableModel } from '../picture/table-model';
import { useHighlight } from '../stores/highlight-store';
import { useTensor } from '../stores/tensor-store';
import { themeOf } from '../tensor/theme';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { Toggles } from '../ui/toggles';
import { combine, countEmpty } from './combine';
import { headParts, neuronParts } from './parts';
import { SortedProfile } from './sorted-profile';
import { UnitMap, type UnitPlace } from './unit-map';
import { usePartValues } from './use-part-values';

interface StructureViewProps {
  readonly model: ModelSummary;
  readonly weights: readonly ParameterSummary[];
  readonly quantity: QuantityName;
  readonly unit: 'heads' | 'neurons';
}

/** A picture of more cells than this is no file of shapes. */
const MOST_SHAPES = 4096;

/** Layers × attention heads, or × neurons of the MLP: what structural removal could take. */
export function StructureView({ model, weights, quantity: name, unit }: StructureViewProps) {
  const details = useId();
  const words = text.structure[unit];
  const quantity = quantityOf(name);
  const [kind, setKind] = useState<LayerType | 'all'>('all');
  const [cursor, setCursor] = useState<UnitPlace | null>(null);
  const [isTable, setTable] = useState(false);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const clip = useTensor((state) => state.clip);
  const { problem, dismissProblem } = useTensor();
  const layers = useMemo(() => layersOf(model, weights, unit), [model, weights, unit]);
  const parts = useMemo(() => layers.flatMap((layer) => layer.parts), [layers]);
  const measured = usePartValues(parts, name);
  const rows = useMemo(
    () =>
      layers.map(({ layer, parts: own }) => ({
        layer,
        label: text.heatmap.layerName(layer),
        ...combine(kind === 'all' ? own : own.filter((part) => part.kind === kind), measured),
        whole: combine(own, measured).pruned,
      })),
    [layers, kind, measured],
  );
  const scale = useMemo(() => {
    const values = rows.flatMap((row) => [...row.values]);
    return scaleFor(quantity.scale, rangeOf(values, clip, quantity.scale === 'log' || quantity.scale === 'ratio'));
  }, [rows, quantity, clip]);
  const onReady = useCallback((drawn: HTMLCanvasElement | null) => setCanvas(drawn), []);
  if (parts.length === 0) return <p className="empty">{words.none}</p>;
  const point = (place: UnitPlace): void => {
    setCursor(place);
    useHighlight.getState().highlight({ layer: rows[place.row]?.layer ?? null });
  };
  const kinds = [...new Set(parts.map((part) => part.kind))];
  const shares = rows.flatMap((row) => [...row.whole]);
  const { all, nearly } = countEmpty(shares);
  const title = words.title(quantity.label);
  const table = tableOf(rows, quantity.label, words.unit);
  const under = cursor === null ? undefined : rows[cursor.row];
  const [value, share] = [under?.values[cursor?.unit ?? -1], under?.pruned[cursor?.unit ?? -1]];
  const svg = shares.length <= MOST_SHAPES && unit === 'heads' ? () => svgOf({ title, quantity, scale, ...cellsOf(rows) }) : undefined;
  return (
    <div className="structure-view">
      <Problem title={text.tensor.problem} report={problem} onDismiss={dismissProblem} />
      <div className="picture-bar">
        <Toggles
          label={text.structure.part}
          mode="single"
          options={[{ key: 'all' as const, label: text.structure.whole }, ...kinds.map((key) => ({ key, label: LAYER_TYPES[key].label }))]}
          chosen={[kind]}
          onChange={([chosen]) => {
            if (chosen !== undefined) setKind(chosen);
          }}
        />
        <PictureActions
          fileName={`${model.name}-${unit}-${name}`}
          table={() => table}
          png={() =>
            canvas === null
              ? Promise.reject(new PictureNotReadyError())
              : pngOfCanvas({ canvas, title, quantity, scale, colours: themeOf(canvas.parentElement ?? document.body) })
          }
          {...(svg === undefined ? {} : { svg })}
          isTable={isTable}
          onTable={setTable}
        />
      </div>
      <p className="structure-count">{words.empty(formatCount(all), formatCount(nearly), formatCount(shares.length))}</p>
      {measured.size === parts.length && rows.every((row) => row.values.every(Number.isNaN)) && (
        <p className="empty">{text.structure.absent}</p>
      )}
      {isTable && <PagedTable label={title} table={table} />}
      <div className="unit-frame" hidden={isTable}>
        <UnitMap {...{ rows, scale, cursor, onReady }} label={title} describedBy={details} onPoint={point} />
      </div>
      <div className="heatmap-foot">
        <Legend quantity={quantity} scale={scale} label={text.pictures.legend(quantity.label)} />
        <p id={details} className="details" role="status">
          {under === undefined || cursor === null || value === undefined || share === undefined
            ? words.point
            : words.details(
                under.layer,
                formatCount(cursor.unit),
                `${quantity.label} ${known(value, (it) => formatValue(it, quantity))}`,
                known(share, formatShare),
              )}
        </p>
      </div>
      {unit === 'neurons' && (
        <SortedProfile
          values={(under ?? rows[0])?.values ?? new Float32Array()}
          scale={quantity.scale}
          label={text.structure.profile((under ?? rows[0])?.layer ?? 0, quantity.label)}
        />
      )}
    </div>
  );
}

const known = (value: number, format: (value: number) => string): string => (Number.isFinite(value) ? format(value) : text.common.unknown);

function layersOf({ attention }: ModelSummary, weights: readonly ParameterSummary[], unit: 'heads' | 'neurons') {
  const layers = [...new Set(weights.flatMap(({ layer }) => layer ?? []))].sort((a, b) => a - b);
  return layers.map((layer) => {
    const own = weights.filter((weight) => weight.layer === layer);
    return { layer, parts: unit === 'neurons' ? neuronParts(own) : attention === null ? [] : headParts(own, attention) };
  });
}

type Row = { readonly layer: number; readonly label: string; readonly values: Float32Array; readonly pruned: Float32Array };

function tableOf(rows: readonly Row[], quantity: string, unit: string): TableModel {
  const starts = [0];
  for (const { values } of rows) starts.push((starts.at(-1) ?? 0) + values.length);
  return {
    columns: [text.heatmap.layer, unit, quantity, text.structure.share],
    count: starts.at(-1) ?? 0,
    row: (index) => {
      const at = starts.findLastIndex((start) => start <= index);
      const row = rows[at];
      const place = index - (starts[at] ?? 0);
      return [String(row?.layer ?? ''), place, row?.values[place] ?? null, row?.pruned[place] ?? null];
    },
  };
}

function cellsOf(rows: readonly Row[]) {
  const most = Math.max(0, ...rows.map(({ values }) => values.length));
  return {
    columns: Array.from({ length: most }, (_, unit) => String(unit)),
    rows: rows.map(({ label, values }) => ({ label, cells: [...values] })),
  };
}
