import { rule } from '../rule';

/** y = sin x.  dx = dy ⊙ cos x. */
export const sin = rule('Sin', [({ b, dy, x }) => b.mul(dy, b.node('Cos', [x(0)], {}))]);
