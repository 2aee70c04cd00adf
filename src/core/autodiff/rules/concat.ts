import { rule } from '../rule';

/** y = inputs side by side.  Each input's gradient is its slice of dy. */
export const concat = rule('Concat', ({ b, dy, x, attributes: { axis } }, index) => {
  let start = 0;
  for (let i = 0; i < index; i++) start += x(i).shape[axis] ?? 0;
  const end = start + (x(index).shape[axis] ?? 0);
  return b.node('Slice', [dy], {
    starts: dy.shape.map((_, i) => (i === axis ? start : 0)),
    ends: dy.shape.map((dim, i) => (i === axis ? end : dim)),
    steps: dy.shape.map(() => 1),
  });
});
