import { mixedFisher } from './fisher';
import type { Method } from './method';

/** Fisher · w² with a floor: Fisher information of few samples says little about most weights, and magnitude decides among those. */
export const balanced: Method = {
  label: 'Balanced',
  help: 'Fisher information of both sets with a floor under it, times w²: what both tasks need, and magnitude where little was measured.',
  formula: '(s·F̂_d + (1 − s)·F̂_g + damping) · w²',
  settings: ['domainShare', 'damping'],
  statistics: ['fisher'],
  comparedIn: 'all',
  followsSparsity: false,
  score(weight, settings) {
    const mixed = mixedFisher(weight, settings);
    const { weights } = weight;
    const { damping } = settings;
    const out = new Float32Array(weights.length);
    for (let i = 0; i < out.length; i++) out[i] = (mixed[i]! + damping) * weights[i]! * weights[i]!;
    return out;
  },
};
