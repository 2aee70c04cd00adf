import { rule } from '../rule';

/** y = a − b.  da = dy, db = −dy. */
export const sub = rule('Sub', [({ b, dy, x }) => b.sumTo(dy, x(0).shape), ({ b, dy, x }) => b.neg(b.sumTo(dy, x(1).shape))]);
