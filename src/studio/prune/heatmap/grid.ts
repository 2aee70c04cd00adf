import type { ModelSummary, PrunePlan, TensorPlan, TensorSummary } from '../../../core/engine/types';
import { kindOf, shortName, type Kind } from './kinds';
import type { Quantity } from './quantities';
import { text } from '../../text';

/** A weight with everything that is known of it. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly tensor: TensorSummary | undefined;
  readonly plan: TensorPlan | undefined;
}

export interface GridRow {
  readonly label: string;
  /** One list per column; usually of one weight, of none where the layer lacks such a matrix. */
  readonly cells: readonly (readonly Weight[])[];
}

export interface Grid {
  readonly columns: readonly Kind[];
  readonly rows: readonly GridRow[];
  /** Weights of no layer, as embeddings: a row each. */
  readonly outside: readonly { readonly label: string; readonly weights: readonly Weight[] }[];
}

/** Arranges the measured weights by layer and kind. */
export function gridOf(model: ModelSummary, tensors: readonly TensorSummary[], plan: PrunePlan | null): Grid {
  const measured = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const planned = new Map(plan?.tensors.map((tensor) => [tensor.name, tensor]));
  const known = model.parameters.filter(({ name, prunable }) => prunable && measured.has(name));
  const weightOf = ({ name, shape }: { readonly name: string; readonly shape: readonly number[] }): Weight => ({
    ...{ name, shape, tensor: measured.get(name), plan: planned.get(name) },
    size: shape.reduce((product, size) => product * size, 1),
  });
  const inLayers = known.filter(({ layer }) => layer !== null);
  const columns = [...new Map(inLayers.map(kindOf).map((kind) => [kind.key, kind])).values()].sort((a, b) => a.order - b.order);
  const layers = [...new Set(inLayers.map(({ layer }) => layer))].sort((a, b) => Number(a) - Number(b));
  return {
    columns,
    rows: layers.map((layer) => {
      const own = inLayers.filter((parameter) => parameter.layer === layer);
      const cells = columns.map(({ key }) => own.filter((parameter) => kindOf(parameter).key === key).map(weightOf));
      return { label: text.heatmap.layerName(Number(layer)), cells };
    }),
    outside: known
      .filter(({ layer }) => layer === null)
      .map((parameter) => ({ label: shortName(parameter.name), weights: [weightOf(parameter)] })),
  };
}

/** Value of a cell: the mean over its weights by number of elements, or null when none of them has one. */
export function valueOf(weights: readonly Weight[], quantity: Quantity): number | null {
  let sum = 0;
  let size = 0;
  for (const weight of weights) {
    const value = quantity.of(weight.tensor, weight.plan);
    if (value === null) continue;
    sum += value * weight.size;
    size += weight.size;
  }
  return size === 0 ? null : sum / size;
}
