import { rule } from '../rule';

/** y = max of x over axes.  dy goes to the largest elements, in equal shares where several are. */
export const reduceMax = rule('ReduceMax', [
  ({ b, dy, x, y, attributes }) => {
    const largest = b.where(b.node('Less', [x(0), y], {}), b.scalar(0), b.scalar(1));
    return b.mul(b.div(dy, b.sum(largest, attributes.axes)), largest);
  },
]);
