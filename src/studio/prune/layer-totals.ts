import type { PrunePlan } from '../../core/engine/types';
import { text } from '../text';

export interface LayerTotal {
  readonly key: string;
  readonly label: string;
  readonly tensors: number;
  readonly size: number;
  readonly zeros: number;
}

/** Zeros of a plan summed per layer; what lies in no layer comes last. */
export function layerTotals({ tensors }: PrunePlan): LayerTotal[] {
  const totals = new Map<number | null, LayerTotal>();
  for (const { layer, size, zeros } of tensors) {
    const label = layer === null ? text.prune.layerTable.outside : text.prune.layerTable.layer(layer);
    const before = totals.get(layer) ?? { key: String(layer), label, tensors: 0, size: 0, zeros: 0 };
    totals.set(layer, { ...before, tensors: before.tensors + 1, size: before.size + size, zeros: before.zeros + zeros });
  }
  return [...totals].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity)).map(([, total]) => total);
}
