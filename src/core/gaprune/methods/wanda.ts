import type { Method } from './method';

/** Wanda (Sun et al. 2024): weights that small inputs meet matter less. Each output keeps the same share of its weights. */
export const wanda: Method = {
  label: 'Wanda',
  help: 'Size of the weight times the size of what it is multiplied with, compared within each output. Tables that are looked up have no input and go by size.',
  formula: '|w| · ‖x‖, ranked in its row',
  settings: [],
  statistics: ['input norms'],
  comparedIn: 'row',
  followsSparsity: false,
  score({ weights, inputs }) {
    const width = inputs?.norms.length ?? 1;
    return weights.map((w, i) => Math.abs(w) * (inputs?.norms[i % width] ?? 1));
  },
};
