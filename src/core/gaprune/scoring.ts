import { importanceOf, type Fisher } from './importance';
import { POSTPROCESSINGS } from './postprocessing';
import type { ScoringSettings } from './settings';
import type { TensorStatistics } from './statistics';

/**
 * The scores by which a weight's elements are ranked: importance, then post-processing, then fusion (section 7).
 * `weights` are in PyTorch layout; so is the result. Lowest goes first.
 */
export function scoreTensor(statistics: TensorStatistics, weights: Float32Array, settings: ScoringSettings): Float32Array {
  const importance = importanceOf(statistics, weights, settings);
  const processed = POSTPROCESSINGS[settings.postprocessing].apply(importance, settings);
  return fuse(statistics.fisherDomain, weights, processed, settings);
}

/** `fusion_alpha · f_d·|w| + fusion_beta · processed`; the processed scores themselves when that is what it comes to (α = 0, β = 1). */
export function fuse(
  fisherDomain: Fisher,
  weights: Float32Array,
  processed: Float32Array,
  { fusionAlpha, fusionBeta }: Pick<ScoringSettings, 'fusionAlpha' | 'fusionBeta'>,
): Float32Array {
  if (fusionAlpha === 0 && fusionBeta === 1) return processed;
  const fisherOf = (i: number): number => (fisherDomain instanceof Float32Array ? (fisherDomain[i] ?? 0) : (fisherDomain ?? 1));
  return processed.map((score, i) => fusionAlpha * fisherOf(i) * Math.abs(weights[i] ?? 0) + fusionBeta * score);
}
