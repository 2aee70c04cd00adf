import { GRANULARITIES, rankInGroups } from './granularity';
import type { Fisher } from './importance';
import { METHODS } from './methods';
import type { Method, WeightToScore } from './methods/method';
import { POSTPROCESSINGS } from './postprocessing';
import { rankSharesInRows } from './ranks';
import type { ScoringSettings } from './settings';

/**
 * The scores by which a weight's elements are ranked: the method's, then post-processing, then fusion for the methods that have it
 * (section 7), then ranks among neighbours for an N:M pattern, or in the row for a method that compares there. In PyTorch layout, as the weights are. Lowest goes first.
 */
export function scoreTensor(weight: WeightToScore, settings: ScoringSettings): Float32Array {
  const method: Method = METHODS[settings.method];
  const processed = POSTPROCESSINGS[settings.postprocessing].apply(method.score(weight, settings), settings);
  const fuses = method.settings.includes('fusionAlpha');
  const scores = fuses ? fuse(weight.statistics.fisherDomain, weight.weights, processed, settings) : processed;
  const columns = weight.statistics.shape.at(-1) ?? 1;
  const granularity = GRANULARITIES[settings.granularity];
  const ranksRows = method.comparedIn === 'row' && granularity.group === null;
  return ranksRows ? rankSharesInRows(scores, columns) : rankInGroups(scores, columns, granularity);
}

/** `fusion_alpha · f_d·|w| + fusion_beta · processed`; the processed scores themselves when that is what it comes to (α = 0, β = 1). */
export function fuse(
  fisherDomain: Fisher,
  weights: Float32Array,
  processed: Float32Array,
  { fusionAlpha, fusionBeta }: Pick<ScoringSettings, 'fusionAlpha' | 'fusionBeta'>,
): Float32Array {
  if (fusionAlpha === 0 && fusionBeta === 1) return processed;
  const out = new Float32Array(processed.length);
  for (let i = 0; i < out.length; i++) {
    const fisher = fisherDomain instanceof Float32Array ? fisherDomain[i]! : (fisherDomain ?? 1);
    out[i] = fusionAlpha * fisher * Math.abs(weights[i]!) + fusionBeta * processed[i]!;
  }
  return out;
}
