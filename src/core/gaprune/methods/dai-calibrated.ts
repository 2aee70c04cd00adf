import { mixedFisher } from './fisher';
import type { Method } from './method';

/**
 * DAI with terms of one order: Fisher information divided by its mean, both sets added instead of set against each other, and one
 * alignment per tensor, as the paper reads. The two shares add up to 2, so that an even mix counts each set in full.
 * Softplus is left out: it does not change an order.
 */
export const daiCalibrated: Method = {
  label: 'DAI, calibrated',
  help: 'The same terms as DAI, brought to one scale: Fisher information divided by its mean, both sets counted, one alignment per weight.',
  formula: '2·(s·F̂_d + (1 − s)·F̂_g)·|w| · (1 + a·cos(G_d, G_g)) + γ·√(|w| + 1e-8)',
  settings: ['domainShare', 'gamma', 'alignmentStrength'],
  statistics: ['fisher', 'gradients'],
  comparedIn: 'all',
  followsSparsity: false,
  score(weight, settings) {
    const mixed = mixedFisher(weight, settings);
    const { weights } = weight;
    const { gamma } = settings;
    const factor = 2 * (1 + settings.alignmentStrength * weight.statistics.tensorAlignment);
    const out = new Float32Array(weights.length);
    for (let i = 0; i < out.length; i++) {
      const magnitude = Math.abs(weights[i]!);
      out[i] = mixed[i]! * magnitude * factor + gamma * Math.sqrt(magnitude + 1e-8);
    }
    return out;
  },
};
