import type { ModelSummary } from '../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../core/model/layer-types';

/** Layer types that have a weight to prune in this model, in the order of the descriptors. */
export function prunableTypes(model: ModelSummary): LayerType[] {
  const present = new Set(model.parameters.filter(({ prunable }) => prunable).flatMap(({ types }) => types));
  return (Object.keys(LAYER_TYPES) as LayerType[]).filter((type) => present.has(type));
}
