import type { ModelSummary, PrunePlan, TensorSummary } from '../../core/engine/types';
import type { LayerType } from '../../core/model/layer-types';
import { kindsOf, type Kind } from '../prune/heatmap/kinds';
import { text } from '../text';

/** A layer or a kind of matrix with the zeros that fall on it. */
export interface PartTotal {
  readonly key: string;
  readonly label: string;
  readonly layer: number | null;
  readonly kind: LayerType | null;
  readonly size: number;
  readonly zeros: number;
}

type Part = Omit<PartTotal, 'size' | 'zeros'> & { readonly order: number };

/** Zeros of a plan by layer or by kind of matrix, in the order of the model. */
export function partTotals(plan: PrunePlan, model: ModelSummary, by: 'layer' | 'kind'): PartTotal[] {
  const parameters = new Map(model.parameters.map((parameter) => [parameter.name, parameter]));
  const { kindOf } = kindsOf(model.parameters.filter(({ prunable }) => prunable));
  const totals = new Map<string, PartTotal & Part>();
  for (const { name, layer, size, zeros } of plan.tensors) {
    const weight = { name, types: parameters.get(name)?.types ?? [] };
    const part = by === 'layer' ? layerPart(layer) : kindPart(kindOf(weight), weight.types);
    const before = totals.get(part.key) ?? { ...part, size: 0, zeros: 0 };
    totals.set(part.key, { ...before, size: before.size + size, zeros: before.zeros + zeros });
  }
  return [...totals.values()].sort((a, b) => a.order - b.order);
}

/** Mean alignment and conflict rate of the matrices of each layer. */
export function alignmentByLayer(
  model: ModelSummary,
  tensors: readonly TensorSummary[],
): { readonly label: string; readonly layer: number | null; readonly alignment: number; readonly conflict: number }[] {
  const layers = new Map(model.parameters.map(({ name, layer }) => [name, layer]));
  const groups = new Map<number | null, TensorSummary[]>();
  for (const tensor of tensors) {
    const layer = layers.get(tensor.name) ?? null;
    groups.set(layer, [...(groups.get(layer) ?? []), tensor]);
  }
  return [...groups]
    .sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity))
    .map(([layer, own]) => {
      const mean = (of: (tensor: TensorSummary) => number): number => own.reduce((sum, tensor) => sum + of(tensor), 0) / own.length;
      const { label } = layerPart(layer);
      return {
        label,
        layer,
        alignment: mean(({ tensorAlignment }) => tensorAlignment),
        conflict: mean(({ conflictRate }) => conflictRate),
      };
    });
}

function layerPart(layer: number | null): Part {
  const label = layer === null ? text.charts.outside : text.charts.layer(layer);
  return { key: String(layer), label, layer, kind: null, order: layer ?? Infinity };
}

function kindPart({ key, label, order }: Kind, types: readonly LayerType[]): Part {
  return { key, label, layer: null, kind: types.find((type) => key.split(' ').includes(type)) ?? null, order };
}
