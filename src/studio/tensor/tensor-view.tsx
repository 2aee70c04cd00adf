import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { ModelSummary, ParameterSummary } from '../../core/engine/types';
import { AGGREGATIONS } from '../../core/tiles/aggregations';
import { type CellGrid, matrixShape } from '../../core/tiles/cell-grid';
import { type Quantity, type QuantityName, quantityOf } from '../../core/tiles/quantities';
import { Legend } from '../colour/legend';
import { engine } from '../engine';
import { formatCount } from '../format';
import { PictureActions } from '../picture/picture-actions';
import { PictureNotReadyError, pngOfCanvas } from '../picture/png';
import { usePrune } from '../stores/prune-store';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { axesOf, describeAxis } from './axes';
import { ElementFiguresView } from './element-figures';
import type { Subject } from './picture';
import { TensorCanvas } from './tensor-canvas';
import { TensorTools } from './tensor-tools';
import { themeOf } from './theme';
import { visibleCells } from './visible-cells';
import { WindowTable } from './window-table';

interface TensorViewProps {
  readonly model: ModelSummary;
  readonly weight: ParameterSummary;
  readonly quantity: QuantityName;
}

/** One weight as a picture: every row and column of it, and everything that is known of the one under the pointer. */
export function TensorView({ model, weight, quantity: quantityName }: TensorViewProps) {
  const help = useId();
  const figures = useId();
  const quantity = quantityOf(quantityName);
  const { aggregation, scale, absent, problem, dismissProblem, settled, cell } = useTensor();
  const shown = AGGREGATIONS[aggregation].ofMask ? quantityOf('pruned') : quantity;
  const [isTable, setTable] = useState(false);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const matrix = useMemo(() => matrixShape(weight.shape), [weight]);
  const axes = useMemo(() => axesOf(weight, model), [weight, model]);
  const revision = useRevision(quantity.follows !== 'nothing' || AGGREGATIONS[aggregation].ofMask);
  const subject = useMemo(
    () => subjectOf({ name: weight.name, quantity: quantityName, aggregation, matrix, axes, revision }),
    [weight, quantityName, aggregation, matrix, axes, revision],
  );
  useEffect(() => useTensor.getState().show(matrix), [matrix]);
  const question = useMemo(() => ({ name: weight.name, quantity: quantityName, aggregation }), [weight, quantityName, aggregation]);
  useElementFigures(weight.name);
  const onReady = useCallback((drawn: HTMLCanvasElement) => setCanvas(drawn), []);
  const label = text.tensor.label(weight.name, formatCount(matrix.rows), formatCount(matrix.columns));
  return (
    <div className="tensor-view">
      <TensorTools quantity={quantityName} />
      <div className="picture-bar">
        <p className="axes-line">
          {describeAxis(text.tensor.axes.rows, axes.rows, matrix.rows)};{' '}
          {describeAxis(text.tensor.axes.columns, axes.columns, matrix.columns)}. {text.tensor.cellsOf(cell.rows, cell.columns)}.
        </p>
        <PictureActions
          fileName={`${weight.name}-${quantityName}`}
          table={() => visibleCells(question)}
          png={() => pictureFile(canvas, `${weight.name}: ${shown.label}`, shown)}
          isTable={isTable}
          onTable={setTable}
        />
      </div>
      {isTable && <WindowTable question={question} label={text.tensor.table(weight.name)} />}
      <Problem title={text.tensor.problem} report={problem} onDismiss={dismissProblem} />
      <div className="tensor-body">
        <div className="tensor-stage" data-state={settled ? 'settled' : 'loading'}>
          <TensorCanvas subject={subject} label={label} describedBy={`${help} ${figures}`} onReady={onReady} />
          {absent && <p className="tensor-absent">{text.tensor.absent}</p>}
        </div>
        <div className="tensor-side">
          {scale !== null && <Legend quantity={shown} scale={scale} label={text.pictures.legend(quantity.label)} />}
          <ElementFiguresView id={figures} />
          <p id={help} className="help">
            {text.tensor.hint} {text.tensor.keys}
          </p>
        </div>
      </div>
    </div>
  );
}

/** The picture as it is drawn now, with its title and legend. */
function pictureFile(canvas: HTMLCanvasElement | null, title: string, quantity: Pick<Quantity, 'scale' | 'label'>): Promise<Blob> {
  const { scale } = useTensor.getState();
  if (canvas === null || scale === null) return Promise.reject(new PictureNotReadyError());
  return pngOfCanvas({ canvas, title, quantity, scale, colours: themeOf(canvas.parentElement ?? document.body) });
}

/** Changes whenever the settings do, as far as `follows` says that they matter. */
function useRevision(follows: boolean): unknown {
  const scoring = usePrune((state) => state.scoring);
  const mask = usePrune((state) => state.mask);
  return useMemo(() => (follows ? { scoring, mask } : null), [follows, scoring, mask]);
}

/** Asks for the figures of the weight under the cursor, and again when the settings change. */
function useElementFigures(name: string): void {
  const cursor = useTensor((state) => state.cursor);
  const scoring = usePrune((state) => state.scoring);
  const mask = usePrune((state) => state.mask);
  useEffect(() => {
    if (cursor !== null) useTensor.getState().ask({ name, scoring, mask, ...cursor });
  }, [name, cursor, scoring, mask]);
}

interface SubjectParts extends Pick<Subject, 'matrix' | 'axes'> {
  readonly name: string;
  readonly quantity: QuantityName;
  readonly aggregation: keyof typeof AGGREGATIONS;
  /** Another one makes another subject, of the same key. */
  readonly revision: unknown;
}

function subjectOf({ name, quantity, aggregation, matrix, axes }: SubjectParts): Subject {
  // The settings of the moment when it is asked: the engine keeps the scores of one set of settings.
  const now = () => {
    const { scoring, mask } = usePrune.getState();
    return { name, quantity, scoring, mask };
  };
  const { scale } = quantityOf(quantity);
  return {
    key: `${name} ${quantity} ${aggregation}`,
    matrix,
    axes,
    scale: AGGREGATIONS[aggregation].ofMask ? 'share' : scale,
    fetchCells: async (grid: CellGrid) => (await engine().tensorCells({ ...now(), grid, aggregations: [aggregation] }))?.[0] ?? null,
    fetchRange: () => engine().tensorRange(now()),
  };
}
