import { importanceOf } from '../importance';
import type { Method } from './method';

/** Domain-alignment importance as the reference computes it (section 7). */
export const dai: Method = {
  label: 'DAI, reference',
  help:
    'Domain-alignment importance as the reference program computes it. Fisher information of about 1e-5 stands beside γ·√|w| there, ' +
    'so that magnitude decides nearly everything.',
  formula: 'softplus((F_d − β·F_g)·|w| · clamp(1 + a·e, 1 − a, 1 + a) + γ·√(|w| + 1e-8))',
  settings: ['beta', 'gamma', 'alignment', 'alignmentStrength', 'fusionAlpha', 'fusionBeta'],
  statistics: ['fisher', 'gradients'],
  comparedIn: 'all',
  followsSparsity: false,
  score: ({ statistics, weights }, settings) => importanceOf(statistics, weights, settings),
};
