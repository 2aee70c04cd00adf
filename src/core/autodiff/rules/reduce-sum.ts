import { rule } from '../rule';

/** y = Σ x over axes.  dx = dy, spread over them. */
export const reduceSum = rule('ReduceSum', [({ b, dy, x }) => b.expand(dy, x(0).shape)]);
