import type { ParameterSummary } from '../../core/engine/types';
import type { AttentionHeads } from '../../core/model/attention-heads';
import type { LayerType } from '../../core/model/layer-types';
import { type CellGrid, matrixShape } from '../../core/tiles/cell-grid';

/** A weight cut into the parts that belong to single heads or neurons: one cell each. */
export interface Part {
  readonly kind: LayerType;
  readonly name: string;
  readonly grid: CellGrid;
  /** Number of heads or neurons. */
  readonly units: number;
  /** Elements of one of them. */
  readonly elements: number;
}

type Weight = Pick<ParameterSummary, 'name' | 'shape' | 'types'>;

/** Parts by rows (`out` features belong to units) or by columns (`in` features do); null where the sizes do not fit. */
function partOf(kind: LayerType, { name, shape }: Weight, side: 'rows' | 'columns', size: number): Part | null {
  const { rows, columns } = matrixShape(shape);
  const along = side === 'rows' ? rows : columns;
  if (shape.length !== 2 || along % size !== 0) return null;
  const step = side === 'rows' ? { rowsPerCell: size, columnsPerCell: columns } : { rowsPerCell: rows, columnsPerCell: size };
  return {
    kind,
    name,
    grid: { row: 0, column: 0, rows, columns, ...step },
    units: along / size,
    elements: step.rowsPerCell * step.columnsPerCell,
  };
}

/** The query, key, value and output parts of one layer's heads. Heads are rows of all but the output matrix, where they are columns. */
export function headParts(weights: readonly Weight[], { headDim }: AttentionHeads): Part[] {
  return (['attn_q', 'attn_k', 'attn_v', 'attn_o'] as const).flatMap((kind) => {
    const weight = only(weights, kind);
    return weight === null ? [] : (partOf(kind, weight, kind === 'attn_o' ? 'columns' : 'rows', headDim) ?? []);
  });
}

/** The rows of gate and up and the columns of down that belong to one layer's neurons. */
export function neuronParts(weights: readonly Weight[]): Part[] {
  return (['mlp_gate', 'mlp_up', 'mlp_down'] as const).flatMap((kind) => {
    const weight = only(weights, kind);
    return weight === null ? [] : (partOf(kind, weight, kind === 'mlp_down' ? 'columns' : 'rows', 1) ?? []);
  });
}

/** The one weight of a kind. Fused matrices, which are of several kinds, and layers of several such matrices are left out. */
function only(weights: readonly Weight[], kind: LayerType): Weight | null {
  const fine = (types: readonly LayerType[]): number => types.filter((type) => /^(attn|mlp)_/.test(type)).length;
  const found = weights.filter(({ types }) => types.includes(kind) && fine(types) === 1);
  return found.length === 1 ? (found[0] ?? null) : null;
}
