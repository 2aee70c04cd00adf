import type { ModelSummary } from '../../core/engine/types';
import { addOverlaps, type TensorOverlap } from '../../core/gaprune/compare';
import { kindsOf, type Kind } from '../prune/heatmap/kinds';
import { text } from '../text';

export interface OverlapRow {
  readonly label: string;
  readonly layer: number | null;
  /** Per kind: the share of its weights that only one mask prunes; null where neither looks at it. */
  readonly cells: readonly (number | null)[];
}

/** Layers × kinds of matrices. */
export function overlapMap(
  model: ModelSummary,
  overlaps: readonly TensorOverlap[],
): { kinds: readonly Kind[]; rows: readonly OverlapRow[] } {
  const parameters = new Map(model.parameters.map((parameter) => [parameter.name, parameter]));
  const known = overlaps.flatMap((overlap) => {
    const parameter = parameters.get(overlap.name);
    return parameter === undefined ? [] : [{ overlap, parameter }];
  });
  const { columns, kindOf } = kindsOf(known.map(({ parameter }) => parameter));
  const layers = [...new Set(known.map(({ parameter }) => parameter.layer))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const rows = layers.map((layer) => ({
    label: layer === null ? text.charts.outside : text.charts.layer(layer),
    layer,
    cells: columns.map(({ key }) => {
      const own = known.filter(({ parameter }) => parameter.layer === layer && kindOf(parameter).key === key).map(({ overlap }) => overlap);
      const { onlyA, onlyB } = addOverlaps(own);
      const size = own.reduce((sum, overlap) => sum + overlap.size, 0);
      return size === 0 ? null : (onlyA + onlyB) / size;
    }),
  }));
  return { kinds: columns, rows };
}

/** The matrices of which most is pruned by only one mask, largest share first. */
export function mostDifferent(overlaps: readonly TensorOverlap[], count: number): TensorOverlap[] {
  const share = ({ onlyA, onlyB, size }: TensorOverlap): number => (onlyA + onlyB) / size;
  return [...overlaps]
    .filter((overlap) => share(overlap) > 0)
    .sort((a, b) => share(b) - share(a))
    .slice(0, count);
}
