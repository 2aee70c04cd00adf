import { sizeOf } from '../../tensor';
import { rule } from '../rule';

/** y = mean of x over axes, n elements each.  dx = dy / n, spread over them. */
export const reduceMean = rule('ReduceMean', [
  ({ b, dy, x, y }) => b.expand(b.mul(dy, b.scalar(sizeOf(y.shape) / sizeOf(x(0).shape))), x(0).shape),
]);
