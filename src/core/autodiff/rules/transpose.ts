import { rule } from '../rule';

/** y = x with its axes permuted.  dx = dy with the permutation undone. */
export const transpose = rule('Transpose', [
  ({ b, dy, attributes: { permutation } }) =>
    b.transpose(
      dy,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
]);
