import { rule } from '../rule';

/** y = x with zeros around it.  dx = the part of dy where x lies. */
export const pad = rule('Pad', [
  ({ b, dy, x, attributes: { before } }) =>
    b.node('Slice', [dy], {
      starts: before,
      ends: before.map((zeros, axis) => zeros + (x(0).shape[axis] ?? 0)),
      steps: before.map(() => 1),
    }),
]);
