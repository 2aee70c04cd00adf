import { rule } from '../rule';

/** y = erf x.  dx = dy ⊙ 2/√π ⊙ e^(−x²). */
export const erf = rule('Erf', [({ b, dy, x }) => b.mul(dy, b.mul(b.scalar(2 / Math.sqrt(Math.PI)), b.exp(b.neg(b.mul(x(0), x(0))))))]);
