import { rule } from '../rule';

/** y = −x.  dx = −dy. */
export const neg = rule('Neg', [({ b, dy }) => b.neg(dy)]);
