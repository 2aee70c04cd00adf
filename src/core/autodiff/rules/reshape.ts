import { rule } from '../rule';

/** y = x in another shape.  dx = dy in the shape of x. */
export const reshape = rule('Reshape', [({ b, dy, x }) => b.reshape(dy, x(0).shape)]);
