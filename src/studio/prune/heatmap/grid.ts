import type { ModelSummary, ParameterSummary, PrunePlan } from '../../../core/engine/types';
import type { Quantity, TensorMeans } from '../../../core/tiles/quantities';
import { text } from '../../text';
import { kindsOf, shortName, type Kind } from './kinds';

/** A weight with everything that is known of it. */
export interface Weight extends Pick<ParameterSummary, 'name' | 'shape' | 'layer' | 'types'>, TensorMeans {
  readonly size: number;
}

export interface GridRow {
  readonly label: string;
  readonly layer: number;
  /** One list per column; usually of one weight, of none where the layer lacks such a matrix. */
  readonly cells: readonly (readonly Weight[])[];
}

export interface Grid {
  readonly columns: readonly Kind[];
  readonly rows: readonly GridRow[];
  /** Weights of no layer, as embeddings: a row each. */
  readonly outside: readonly { readonly label: string; readonly weights: readonly Weight[] }[];
}

type Measured = NonNullable<TensorMeans['measured']> & { readonly name: string };

/** Arranges the measured weights by layer and kind. */
export function gridOf(model: Pick<ModelSummary, 'parameters'>, tensors: readonly Measured[], plan: PrunePlan | null): Grid {
  const measured = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const planned = new Map(plan?.tensors.map((tensor) => [tensor.name, tensor]));
  const known = model.parameters.filter(({ name, prunable }) => prunable && measured.has(name));
  const weightOf = ({ name, shape, layer, types }: ParameterSummary): Weight => ({
    ...{ name, shape, layer, types, measured: measured.get(name) ?? null, planned: planned.get(name) ?? null },
    size: shape.reduce((product, size) => product * size, 1),
  });
  const inLayers = known.filter(({ layer }) => layer !== null);
  const { columns, kindOf } = kindsOf(inLayers);
  const layers = [...new Set(inLayers.flatMap(({ layer }) => layer ?? []))].sort((a, b) => a - b);
  return {
    columns,
    rows: layers.map((layer) => {
      const own = inLayers.filter((parameter) => parameter.layer === layer);
      const cells = columns.map(({ key }) => own.filter((parameter) => kindOf(parameter).key === key).map(weightOf));
      return { label: text.heatmap.layerName(layer), layer, cells };
    }),
    outside: known
      .filter(({ layer }) => layer === null)
      .map((parameter) => ({ label: shortName(parameter.name), weights: [weightOf(parameter)] })),
  };
}

/** Every cell of a grid, row by row. */
export const cellsOf = ({ rows, outside }: Grid): (readonly Weight[])[] => [
  ...rows.flatMap(({ cells }) => cells),
  ...outside.map(({ weights }) => weights),
];

/** Value of a cell: the mean over its weights by number of elements, or null when none of them has one. */
export function valueOf(weights: readonly Weight[], quantity: Quantity): number | null {
  let sum = 0;
  let size = 0;
  for (const weight of weights) {
    const value = quantity.ofTensor?.(weight) ?? null;
    if (value === null || !Number.isFinite(value)) continue;
    sum += value * weight.size;
    size += weight.size;
  }
  return size === 0 ? null : sum / size;
}

/** All values of a quantity over the grid, for its scale. */
export function valuesOf(grid: Grid, quantity: Quantity): number[] {
  return cellsOf(grid)
    .map((weights) => valueOf(weights, quantity))
    .filter((value) => value !== null);
}
