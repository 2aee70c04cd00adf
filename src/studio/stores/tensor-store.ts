import { create } from 'zustand';
import type { ElementFigures, ElementQuestion } from '../../core/engine/tensor-view-types';
import type { ErrorReport } from '../../core/errors';
import type { AggregationName } from '../../core/tiles/aggregations';
import type { MatrixShape } from '../../core/tiles/cell-grid';
import type { Clip } from '../colour/range';
import type { Scale } from '../colour/scale';
import { asReport, engine } from '../engine';
import { latestWins } from '../latest-wins';
import { clamp, fit, isFitted, type Place, type Size, type Viewport } from '../tensor/viewport';

export interface CellSize {
  readonly rows: number;
  readonly columns: number;
}

/** What is at hand of the picture: what it shows and where it looks. */
interface TensorState {
  readonly aggregation: AggregationName;
  readonly clip: Clip;
  readonly matrix: MatrixShape | null;
  readonly size: Size | null;
  readonly viewport: Viewport | null;
  /** The weight under the pointer or the keyboard's cursor. */
  readonly cursor: Place | null;
  readonly figures: ElementFigures | null;
  /** The colours as they are now. */
  readonly scale: Scale | null;
  /** Weights of one cell of the picture. */
  readonly cell: CellSize;
  /** The picture is to have the keyboard's focus when it opens. */
  readonly wantsFocus: boolean;
  /** Whether everything that is seen is there and up to date. */
  readonly settled: boolean;
  /** The weight has no such quantity under these settings. */
  readonly absent: boolean;
  readonly problem: ErrorReport | null;
  readonly choose: (part: { readonly aggregation?: AggregationName; readonly clip?: Clip }) => void;
  /** Another weight: look at all of it. */
  readonly show: (matrix: MatrixShape) => void;
  readonly resize: (size: Size) => void;
  readonly look: (move: (viewport: Viewport, matrix: MatrixShape, size: Size) => Viewport) => void;
  readonly point: (cursor: Place | null) => void;
  /** Ask for the figures of the weight under the cursor. */
  readonly ask: (question: ElementQuestion) => void;
  readonly wantFocus: (wantsFocus: boolean) => void;
  readonly report: (part: Partial<Pick<TensorState, 'scale' | 'settled' | 'absent' | 'cell'>>) => void;
  readonly fail: (error: unknown) => void;
  readonly dismissProblem: () => void;
}

export const useTensor = create<TensorState>()((set, get) => {
  const ask = latestWins(async (question: ElementQuestion) => {
    try {
      set({ figures: await engine().elementAt(question) });
    } catch (error) {
      set({ figures: null, problem: asReport(error) });
    }
  });
  return {
    aggregation: 'mean',
    clip: 'most',
    matrix: null,
    size: null,
    viewport: null,
    cursor: null,
    figures: null,
    scale: null,
    cell: { rows: 1, columns: 1 },
    wantsFocus: false,
    settled: false,
    absent: false,
    problem: null,
    choose: (part) => set(part),
    show: (matrix) => {
      const { size } = get();
      set({ matrix, viewport: size === null ? null : fit(matrix, size), cursor: null, figures: null, problem: null });
    },
    resize: (size) => {
      const { matrix, viewport, size: before } = get();
      if (matrix === null) {
        set({ size });
        return;
      }
      // What was seen whole stays whole.
      const isWhole = viewport === null || before === null || isFitted(viewport, matrix, before);
      set({ size, viewport: isWhole ? fit(matrix, size) : clamp(viewport, matrix, size) });
    },
    look: (move) => {
      const { matrix, viewport, size } = get();
      if (matrix !== null && viewport !== null && size !== null) set({ viewport: move(viewport, matrix, size) });
    },
    point: (cursor) => {
      const before = get().cursor;
      if (cursor?.row !== before?.row || cursor?.column !== before?.column) set({ cursor });
    },
    ask: (question) => void ask(question),
    wantFocus: (wantsFocus) => set({ wantsFocus }),
    report: (part) => set(part),
    fail: (error) => set({ problem: asReport(error) }),
    dismissProblem: () => set({ problem: null }),
  };
});
