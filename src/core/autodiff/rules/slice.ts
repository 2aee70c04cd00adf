import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import { rule } from '../rule';

/** Put `step − 1` zeros after every element along `axis`. */
function dilate(b: GraphBuilder, x: Value, axis: number, step: number): Value {
  const split = [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)];
  const padded = b.node('Pad', [b.reshape(x, split)], {
    before: split.map(() => 0),
    after: split.map((_, i) => (i === axis + 1 ? step - 1 : 0)),
  });
  return b.reshape(
    padded,
    x.shape.map((dim, i) => (i === axis ? dim * step : dim)),
  );
}

/** y = part of x.  dx = dy with zeros where x was not taken; a step s > 1 first spreads dy by s. */
export const slice = rule('Slice', [
  ({ b, dy, x, attributes: { starts, steps } }) => {
    const spread = steps.reduce((value, step, axis) => (step === 1 ? value : dilate(b, value, axis, step)), dy);
    const room = x(0).shape.map((dim, axis) => dim - (starts[axis] ?? 0));
    const cut = spread.shape.every((dim, axis) => dim <= (room[axis] ?? 0))
      ? spread
      : b.node('Slice', [spread], {
          starts: spread.shape.map(() => 0),
          ends: spread.shape.map((dim, axis) => Math.min(dim, room[axis] ?? 0)),
          steps: spread.shape.map(() => 1),
        });
    const after = cut.shape.map((dim, axis) => (room[axis] ?? 0) - dim);
    const padded = [...starts, ...after].some((zeros) => zeros !== 0);
    return padded ? b.node('Pad', [cut], { before: starts, after }) : cut;
  },
]);
