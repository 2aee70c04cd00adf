import { rule } from '../rule';

/** y = 1/x.  dx = −dy ⊙ y². */
export const reciprocal = rule('Reciprocal', [({ b, dy, y }) => b.neg(b.mul(dy, b.mul(y, y)))]);
