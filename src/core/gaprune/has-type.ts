import type { LayerType } from '../model/layer-types';

/** `linear` and `all` are unions; a weight has them through its other types, whether or not they are listed. */
export function hasType(types: readonly LayerType[], type: LayerType): boolean {
  if (types.includes(type)) return true;
  if (type === 'linear') return types.includes('mlp') || types.includes('attention');
  return type === 'all' && !types.includes('final_norm');
}
