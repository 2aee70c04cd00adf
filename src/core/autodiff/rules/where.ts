import { rule } from '../rule';

/** y = c ? a : b.  da = c ? dy : 0, db = c ? 0 : dy; the condition has none. */
export const where = rule('Where', [
  null,
  ({ b, dy, x }) => b.sumTo(b.where(x(0), dy, b.scalar(0)), x(1).shape),
  ({ b, dy, x }) => b.sumTo(b.where(x(0), b.scalar(0), dy), x(2).shape),
]);
