import { rule } from '../rule';

/** y = cos x.  dx = −dy ⊙ sin x. */
export const cos = rule('Cos', [({ b, dy, x }) => b.neg(b.mul(dy, b.node('Sin', [x(0)], {})))]);
