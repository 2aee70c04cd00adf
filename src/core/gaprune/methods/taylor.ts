import type { Method } from './method';

/** First order of the loss in the weight (Molchanov et al. 2017), with the mean gradients of the alignment pass. */
export const taylor: Method = {
  label: 'Taylor |g·w|',
  help: 'How much the loss would change without the weight, by its mean gradient on both sets.',
  formula: '|(s·G_d + (1 − s)·G_g) · w|',
  settings: ['domainShare'],
  statistics: ['gradients'],
  comparedIn: 'all',
  followsSparsity: false,
  score({ statistics: { gradDomain, gradGeneral }, weights }, { domainShare }) {
    const out = new Float32Array(weights.length);
    for (let i = 0; i < out.length; i++) {
      out[i] = Math.abs((domainShare * gradDomain[i]! + (1 - domainShare) * gradGeneral[i]!) * weights[i]!);
    }
    return out;
  },
};
