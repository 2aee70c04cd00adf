import { rule } from '../rule';

/** y = x, broadcast.  dx = dy, summed over the broadcast axes. */
export const expand = rule('Expand', [({ b, dy, x }) => b.sumTo(dy, x(0).shape)]);
