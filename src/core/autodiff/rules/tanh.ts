import { rule } from '../rule';

/** y = tanh x.  dx = dy ⊙ (1 − y²). */
export const tanh = rule('Tanh', [({ b, dy, y }) => b.mul(dy, b.sub(b.scalar(1), b.mul(y, y)))]);
