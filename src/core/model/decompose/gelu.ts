import type { Decomposition } from './context';

const withBias = (c: Parameters<Decomposition>[0]): string => (c.has(1) ? c.node('Add', [c.input(0), c.input(1)]) : c.input(0));

/** com.microsoft.Gelu and com.microsoft.BiasGelu: x·Φ(x), with Φ by erf, after a bias where there is one. */
export const gelu: Decomposition = (c) => [c.node('Gelu', [withBias(c)])];

/** com.microsoft.FastGelu: GELU's approximation by tanh, after a bias where there is one. */
export const fastGelu: Decomposition = (c) => [c.node('Gelu', [withBias(c)], { approximate: 'tanh' })];

/** com.microsoft.QuickGelu: x · σ(αx). */
export const quickGelu: Decomposition = (c) => {
  const gate = c.node('Sigmoid', [c.node('Mul', [c.input(0), c.scalar(c.float('alpha', 1.702))])]);
  return [c.node('Mul', [c.input(0), gate])];
};
