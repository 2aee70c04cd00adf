import type { Method } from './method';

/** The baseline that every other method has to beat. */
export const magnitude: Method = {
  label: 'Magnitude',
  help: 'The smallest weights go. Nothing of the data is used.',
  formula: '|w|',
  settings: [],
  statistics: [],
  comparedIn: 'all',
  followsSparsity: false,
  score: ({ weights }) => weights.map(Math.abs),
};
