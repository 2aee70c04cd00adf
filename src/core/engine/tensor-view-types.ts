import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { AggregationName } from '../tiles/aggregations';
import type { CellGrid } from '../tiles/cell-grid';
import type { QuantityName } from '../tiles/quantities';

/** A weight, by its PyTorch name, under the settings of the moment. */
export interface TensorQuestion {
  readonly name: string;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
}

/** Cells of a rectangle of a weight: one array per aggregation. Of the quantity `pruned` it is always the share pruned. */
export interface CellsQuestion extends TensorQuestion {
  readonly quantity: QuantityName;
  readonly grid: CellGrid;
  readonly aggregations: readonly AggregationName[];
}

export interface RangeQuestion extends TensorQuestion {
  readonly quantity: QuantityName;
}

/** One element of a weight, by row and column of its matrix in PyTorch layout. */
export interface ElementQuestion extends TensorQuestion {
  readonly row: number;
  readonly column: number;
}

/** Everything that is known of one element. */
export interface ElementFigures {
  readonly row: number;
  readonly column: number;
  readonly weight: number;
  readonly fisherGeneral: number;
  readonly fisherDomain: number;
  readonly alignment: number;
  /** Its score, its rank (1 is the lowest score) and the size of the ranking; null when the settings leave the weight out. */
  readonly ranked: { readonly score: number; readonly rank: number; readonly size: number; readonly pruned: boolean } | null;
}

/** What the studio asks of single weights. All of it needs a finished analysis. */
export interface TensorViewer {
  /**
   * A rectangle reduced to cells, row-major, one array per aggregation. Null when the weight has no such quantity: it is no candidate.
   * NaN in a cell where no element is finite, and for the share pruned of a weight that is no candidate.
   */
  tensorCells(question: CellsQuestion): Promise<readonly Float32Array[] | null>;
  /** Quantiles of single elements at `QUANTILE_SHARES`, over a sample of at most 256 × 256; null as above. */
  tensorRange(question: RangeQuestion): Promise<readonly number[] | null>;
  elementAt(question: ElementQuestion): Promise<ElementFigures>;
}
