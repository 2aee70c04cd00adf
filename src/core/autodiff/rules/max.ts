import { rule } from '../rule';

/** y = max(a, b).  dy goes to the larger one; to a on a tie. */
export const max = rule('Max', [
  ({ b, dy, x }) => b.sumTo(b.where(b.greater(x(1), x(0)), b.scalar(0), dy), x(0).shape),
  ({ b, dy, x }) => b.sumTo(b.where(b.greater(x(1), x(0)), dy, b.scalar(0)), x(1).shape),
]);
