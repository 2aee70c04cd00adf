import { rule } from '../rule';

/** y = |x|.  dx = dy where x > 0, −dy elsewhere. */
export const abs = rule('Abs', [({ b, dy, x }) => b.where(b.greater(x(0), b.scalar(0)), dy, b.neg(dy))]);
