import { mulberry32 } from '../../data/random';
import type { Method } from './method';

/** What chance does. */
export const random: Method = {
  label: 'Random',
  help: 'Any weights go: what a method has to be better than. The seed gives the same ones again.',
  formula: 'uniform in 0…1, by seed',
  settings: ['seed'],
  statistics: [],
  comparedIn: 'all',
  followsSparsity: false,
  score({ statistics: { name }, weights }, { seed }) {
    // A weight's scores depend on its name, not on which other weights are candidates.
    const next = mulberry32(seed ^ hashOf(name));
    return weights.map(next);
  },
};

/** FNV-1a of the UTF-16 units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
