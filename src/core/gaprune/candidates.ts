import { GapruneError } from '../errors';
import type { LayerType } from '../model/layer-types';
import type { Parameter } from '../model/parameter';
import type { MaskSettings } from './settings';

type Candidate = Pick<Parameter, 'name' | 'layer' | 'types' | 'prunable'>;
type Choice = Pick<MaskSettings, 'layers' | 'excludedLayers'>;

/** The chosen layer types and layers hold nothing that can be pruned; the message lists what the model has. */
export class NoMatchingWeightsError extends GapruneError {
  readonly code = 'NO_MATCHING_WEIGHTS';
  constructor({ layers, excludedLayers }: Choice, parameters: readonly Candidate[]) {
    const prunable = parameters.filter((parameter) => parameter.prunable);
    const types = [...new Set(prunable.flatMap((parameter) => parameter.types))].sort();
    const present = [...new Set(prunable.map((parameter) => parameter.layer))].filter((layer) => layer !== null).sort((a, b) => a - b);
    const without = excludedLayers.length === 0 ? '' : ` without layers ${excludedLayers.join(', ')}`;
    super(
      `No weight matches the layer types ${layers.join(', ')}${without}. ` +
        `The model has the types ${types.join(', ') || 'none'} and the layers ${present.join(', ') || 'none'}.`,
    );
  }
}

/**
 * The weights that may be pruned under these settings, in the order given (section 8).
 * @throws NoMatchingWeightsError when there is none.
 */
export function selectCandidates<P extends Candidate>(parameters: readonly P[], choice: Choice): P[] {
  const excluded = new Set(choice.excludedLayers);
  const chosen = parameters.filter(
    ({ prunable, layer, types }) =>
      prunable && (layer === null || !excluded.has(layer)) && choice.layers.some((type) => hasType(types, type)),
  );
  if (chosen.length === 0) throw new NoMatchingWeightsError(choice, parameters);
  return chosen;
}

/** `linear` and `all` are unions; a weight has them through its other types, whether or not they are listed. */
function hasType(types: readonly LayerType[], type: LayerType): boolean {
  if (types.includes(type)) return true;
  if (type === 'linear') return types.includes('mlp') || types.includes('attention');
  return type === 'all' && !types.includes('final_norm');
}
