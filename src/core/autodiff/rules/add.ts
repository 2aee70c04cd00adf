import { rule } from '../rule';

/** y = a + b.  da = dy and db = dy, each summed over the axes along which it was broadcast. */
export const add = rule('Add', [({ b, dy, x }) => b.sumTo(dy, x(0).shape), ({ b, dy, x }) => b.sumTo(dy, x(1).shape)]);
