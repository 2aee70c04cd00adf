import { CELL_FIELDS } from '../kernels/fold-cells';
import { type CellGrid, cellsAcross, elementsIn } from './cell-grid';

/** One cell as the kernel leaves it. */
export interface FoldedCell {
  readonly sum: number;
  readonly least: number;
  readonly most: number;
  readonly pruned: number;
  readonly notFinite: number;
  readonly elements: number;
}

/** A way to make one number of the elements of a cell. NaN where there is none. */
export interface Aggregation {
  readonly label: string;
  readonly help: string;
  /** Whether it follows the mask. */
  readonly ofMask: boolean;
  readonly of: (cell: FoldedCell) => number;
}

const orNone = (cell: FoldedCell, value: number): number => (cell.notFinite < cell.elements ? value : NaN);

/** What a cell of several weights can show. Elements that are not finite count in none but the last. */
export const AGGREGATIONS = {
  mean: {
    label: 'Mean',
    help: 'The mean over the weights of a cell.',
    ofMask: false,
    of: (cell) => orNone(cell, cell.sum / (cell.elements - cell.notFinite)),
  },
  max: {
    label: 'Largest',
    help: 'The largest value in a cell: single high values stay visible.',
    ofMask: false,
    of: (cell) => orNone(cell, cell.most),
  },
  min: {
    label: 'Smallest',
    help: 'The smallest value in a cell.',
    ofMask: false,
    of: (cell) => orNone(cell, cell.least),
  },
  pruned: {
    label: 'Share pruned',
    help: 'The share of a cell that becomes zero, whatever the quantity.',
    ofMask: true,
    of: ({ pruned, elements }) => pruned / elements,
  },
  notFinite: {
    label: 'Not finite',
    help: 'How many values of a cell are NaN or infinite.',
    ofMask: false,
    of: ({ notFinite }) => notFinite,
  },
} as const satisfies Record<string, Aggregation>;

export type AggregationName = keyof typeof AGGREGATIONS;

/** One number per cell, row-major, from what the kernel left. */
export function aggregate(cells: Float32Array, grid: CellGrid, name: AggregationName): Float32Array {
  const across = cellsAcross(grid);
  const { of } = AGGREGATIONS[name];
  const out = new Float32Array(cells.length / CELL_FIELDS);
  for (let k = 0; k < out.length; k++) {
    const at = k * CELL_FIELDS;
    out[k] = of({
      sum: cells[at]!,
      least: cells[at + 1]!,
      most: cells[at + 2]!,
      pruned: cells[at + 3]!,
      notFinite: cells[at + 4]!,
      elements: elementsIn(grid, Math.floor(k / across), k % across),
    });
  }
  return out;
}
