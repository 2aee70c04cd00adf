import { rule } from '../rule';

/** y = a^p.  da = dy ⊙ p ⊙ a^(p−1), dp = dy ⊙ y ⊙ ln a (a > 0). */
export const pow = rule('Pow', [
  ({ b, dy, x }) => b.sumTo(b.mul(dy, b.mul(x(1), b.pow(x(0), b.sub(x(1), b.scalar(1))))), x(0).shape),
  ({ b, dy, x, y }) => b.sumTo(b.mul(dy, b.mul(y, b.log(x(0)))), x(1).shape),
]);
