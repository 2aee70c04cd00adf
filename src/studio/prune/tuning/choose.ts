import type { ParameterSummary } from '../../../core/engine/types';
import { byRules, selectCandidates } from '../../../core/gaprune/candidates';
import type { MaskSettings } from '../../../core/gaprune/settings';

type Choice = Pick<MaskSettings, 'excludedLayers' | 'includedWeights' | 'excludedWeights'>;

/** Names of the weights that the settings choose; none where they choose none, or where the filter cannot be read. */
export function chosenNames(parameters: readonly ParameterSummary[], mask: MaskSettings): ReadonlySet<string> {
  try {
    return new Set(selectCandidates(parameters, mask).map(({ name }) => name));
  } catch {
    return new Set();
  }
}

/**
 * The settings that choose exactly these weights, in the fewest words: a layer of which nothing is chosen is left out as a layer, and only
 * weights that layer types, layers and filter get wrong are named.
 */
export function choiceOf(parameters: readonly ParameterSummary[], mask: MaskSettings, wanted: ReadonlySet<string>): Choice {
  const prunable = parameters.filter((parameter) => parameter.prunable);
  const byTypeAndName = byRules({ ...mask, excludedLayers: [] });
  const meant = prunable.filter(byTypeAndName);
  const layers = [...new Set(meant.map(({ layer }) => layer))].filter((layer) => layer !== null);
  const excludedLayers = layers.filter((layer) => meant.every((weight) => weight.layer !== layer || !wanted.has(weight.name)));
  const chosen = byRules({ ...mask, excludedLayers });
  return {
    excludedLayers: excludedLayers.sort((a, b) => a - b),
    includedWeights: prunable.filter((weight) => wanted.has(weight.name) && !chosen(weight)).map(({ name }) => name),
    excludedWeights: prunable.filter((weight) => !wanted.has(weight.name) && chosen(weight)).map(({ name }) => name),
  };
}
