import { rule } from '../rule';

/** y = σ(x).  dx = dy ⊙ y ⊙ (1 − y). */
export const sigmoid = rule('Sigmoid', [({ b, dy, y }) => b.mul(dy, b.mul(y, b.sub(b.scalar(1), y)))]);
