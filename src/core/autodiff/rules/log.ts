import { rule } from '../rule';

/** y = ln x.  dx = dy / x. */
export const log = rule('Log', [({ b, dy, x }) => b.div(dy, x(0))]);
