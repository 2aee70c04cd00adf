import { create } from 'zustand';
import type { LayerType } from '../../core/model/layer-types';

/** What is under the pointer: one weight, a whole layer, a whole kind, or a kind within a layer. Null where it does not say. */
export interface Highlight {
  /** PyTorch name of a weight. */
  readonly name: string | null;
  /** Index of a transformer layer. */
  readonly layer: number | null;
  readonly kind: LayerType | null;
}

interface HighlightState extends Highlight {
  readonly highlight: (what: Partial<Highlight>) => void;
  readonly clearHighlight: () => void;
}

const nothing: Highlight = { name: null, layer: null, kind: null };

/** One weight, layer or kind is highlighted in every picture at once. */
export const useHighlight = create<HighlightState>()((set) => ({
  ...nothing,
  highlight: (what) => set({ ...nothing, ...what }),
  clearHighlight: () => set(nothing),
}));

interface Described {
  readonly name: string;
  readonly layer: number | null;
  readonly types: readonly LayerType[];
}

/** Whether a weight belongs to what is highlighted; nothing does when nothing is. */
export function isHighlighted({ name, layer, kind }: Highlight, weight: Described): boolean {
  if (name !== null) return weight.name === name;
  if (layer === null && kind === null) return false;
  return (layer === null || weight.layer === layer) && (kind === null || weight.types.includes(kind));
}
