import { rule } from '../rule';

/** y = eˣ.  dx = dy ⊙ y. */
export const exp = rule('Exp', [({ b, dy, y }) => b.mul(dy, y)]);
