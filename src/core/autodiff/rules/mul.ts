import { rule } from '../rule';

/** y = a ⊙ b.  da = dy ⊙ b, db = dy ⊙ a. */
export const mul = rule('Mul', [
  ({ b, dy, x }) => b.sumTo(b.mul(dy, x(1)), x(0).shape),
  ({ b, dy, x }) => b.sumTo(b.mul(dy, x(0)), x(1).shape),
]);
