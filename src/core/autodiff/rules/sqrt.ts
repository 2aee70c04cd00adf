import { rule } from '../rule';

/** y = √x.  dx = ½ dy / y. */
export const sqrt = rule('Sqrt', [({ b, dy, y }) => b.div(b.mul(dy, b.scalar(0.5)), y)]);
