import { rule } from '../rule';

/** y = a / b.  da = dy / b, db = −dy ⊙ y / b. */
export const div = rule('Div', [
  ({ b, dy, x }) => b.sumTo(b.div(dy, x(1)), x(0).shape),
  ({ b, dy, x, y }) => b.neg(b.sumTo(b.div(b.mul(dy, y), x(1)), x(1).shape)),
]);
