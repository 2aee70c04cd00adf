import { GapruneError } from '../errors';
import type { Parameter } from '../model/parameter';
import { UnknownWeightError } from './errors';
import { hasType } from './has-type';
import { namePattern } from './patterns/name-pattern';
import type { MaskSettings } from './settings';

type Candidate = Pick<Parameter, 'name' | 'layer' | 'types' | 'prunable'>;
type Rules = Pick<MaskSettings, 'layers' | 'excludedLayers' | 'nameFilter'>;
type Choice = Rules & Pick<MaskSettings, 'includedWeights' | 'excludedWeights'>;

/** The chosen layer types, layers and names hold nothing that can be pruned; the message lists what the model has. */
export class NoMatchingWeightsError extends GapruneError {
  readonly code = 'NO_MATCHING_WEIGHTS';
  constructor({ layers, excludedLayers, nameFilter, excludedWeights }: Choice, parameters: readonly Candidate[]) {
    const prunable = parameters.filter((parameter) => parameter.prunable);
    const types = [...new Set(prunable.flatMap((parameter) => parameter.types))].sort();
    const present = [...new Set(prunable.map((parameter) => parameter.layer))].filter((layer) => layer !== null).sort((a, b) => a - b);
    const without = excludedLayers.length === 0 ? '' : ` without layers ${excludedLayers.join(', ')}`;
    const named = nameFilter === '' ? '' : `, with names that match ${nameFilter}`;
    const but = excludedWeights.length === 0 ? '' : `, but ${excludedWeights.length} left out by name`;
    super(
      `No weight matches the layer types ${layers.join(', ')}${without}${named}${but}. ` +
        `The model has the types ${types.join(', ') || 'none'} and the layers ${present.join(', ') || 'none'}.`,
    );
  }
}

/** Whether layer types, layers and the filter by name choose a weight; `@throws` InvalidPatternError. */
export function byRules({ layers, excludedLayers, nameFilter }: Rules): (weight: Candidate) => boolean {
  const excluded = new Set(excludedLayers);
  const matches = namePattern(nameFilter);
  return ({ name, prunable, layer, types }) =>
    prunable && (layer === null || !excluded.has(layer)) && layers.some((type) => hasType(types, type)) && matches(name);
}

/**
 * The weights that may be pruned under these settings, in the order given (section 8): those the rules choose and those included by
 * name, without those excluded by name.
 * @throws NoMatchingWeightsError when there is none, UnknownWeightError, InvalidPatternError
 */
export function selectCandidates<P extends Candidate>(parameters: readonly P[], choice: Choice): P[] {
  const prunable = new Set(parameters.flatMap((parameter) => (parameter.prunable ? [parameter.name] : [])));
  const unknown = [...choice.includedWeights, ...choice.excludedWeights].find((name) => !prunable.has(name));
  if (unknown !== undefined) throw new UnknownWeightError(unknown);
  const chosenByRules = byRules(choice);
  const included = new Set(choice.includedWeights);
  const excluded = new Set(choice.excludedWeights);
  const chosen = parameters.filter(
    (parameter) => !excluded.has(parameter.name) && (included.has(parameter.name) || chosenByRules(parameter)),
  );
  if (chosen.length === 0) throw new NoMatchingWeightsError(choice, parameters);
  return chosen;
}
