import { rule } from '../rule';

/** y = min(a, b).  dy goes to the smaller one; to a on a tie. */
export const min = rule('Min', [
  ({ b, dy, x }) => b.sumTo(b.where(b.greater(x(0), x(1)), b.scalar(0), dy), x(0).shape),
  ({ b, dy, x }) => b.sumTo(b.where(b.greater(x(0), x(1)), dy, b.scalar(0)), x(1).shape),
]);
