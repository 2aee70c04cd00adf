import type { ScoringSettings } from '../settings';
import type { Method, WeightToScore } from './method';

/** `s·F_d/mean + (1 − s)·F_g/mean` of element i, for the domain's share s. */
export function mixedFisher({ statistics, means }: WeightToScore, { domainShare }: ScoringSettings): (i: number) => number {
  const { fisherDomain, fisherGeneral } = statistics;
  const domain = domainShare / means.domain;
  const general = (1 - domainShare) / means.general;
  return (i) => domain * (fisherDomain[i] ?? 0) + general * (fisherGeneral[i] ?? 0);
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
    const fisherOf = mixedFisher(weight, settings);
    return weight.weights.map((w, i) => fisherOf(i) * w * w);
  },
};
