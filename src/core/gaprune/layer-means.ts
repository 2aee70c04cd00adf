/** What is known of one weight; null where it is not known (yet). */
export interface TensorFigures {
  readonly layer: number | null;
  /** Number of elements. */
  readonly size: number;
  readonly fisherGeneral: number | null;
  readonly fisherDomain: number | null;
  readonly alignment: number | null;
}

/** Means over the elements of a layer's weights; `layer` is null for what lies in no layer. */
export type LayerFigures = Omit<TensorFigures, 'size'>;

const figures = ['fisherGeneral', 'fisherDomain', 'alignment'] as const;

/** Fisher information and alignment layer by layer, weighted by size; what lies in no layer comes last. */
export function layerMeans(tensors: readonly TensorFigures[]): LayerFigures[] {
  const layers = [...new Set(tensors.map(({ layer }) => layer))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return layers.map((layer) => {
    const own = tensors.filter((tensor) => tensor.layer === layer);
    const [fisherGeneral = null, fisherDomain = null, alignment = null] = figures.map((figure) => weightedMean(own, figure));
    return { layer, fisherGeneral, fisherDomain, alignment };
  });
}

function weightedMean(tensors: readonly TensorFigures[], figure: (typeof figures)[number]): number | null {
  let sum = 0;
  let size = 0;
  for (const tensor of tensors) {
    const value = tensor[figure];
    if (value === null) continue;
    sum += value * tensor.size;
    size += tensor.size;
  }
  return size === 0 ? null : sum / size;
}
