import type { ScoringSettings } from '../settings';
import type { Method, WeightToScore } from './method';

/** `s·F_d/mean + (1 − s)·F_g/mean` of every element, for the domain's share s; in float64. */
export function mixedFisher({ statistics, means }: WeightToScore, { domainShare }: ScoringSettings): Float64Array {
  const { fisherDomain, fisherGeneral } = statistics;
  const domain = domainShare / means.domain;
  const general = (1 - domainShare) / means.general;
  const out = new Float64Array(fisherDomain.length);
  for (let i = 0; i < out.length; i++) out[i] = domain * fisherDomain[i]! + general * fisherGeneral[i]!;
  return out;
}

/** Optimal Brain Damage (LeCun et al. 1989) with Fisher information in the place of the Hessian's diagonal. */
export const fisher: Method = {
  label: 'Fisher · w²',
  help: 'How much the loss would grow without the weight, by Fisher information on the domain, the general set, or a mix.',
  formula: '(s·F̂_d + (1 − s)·F̂_g) · w²',
  settings: ['domainShare'],
  statistics: ['fisher'],
  comparedIn: 'all',
  followsSparsity: false,
  score(weight, settings) {
    const mixed = mixedFisher(weight, settings);
    const { weights } = weight;
    const out = new Float32Array(weights.length);
    for (let i = 0; i < out.length; i++) out[i] = mixed[i]! * weights[i]! * weights[i]!;
    return out;
  },
};
