import { rule } from '../rule';

/** y = max(x, 0).  dx = dy where x > 0, 0 elsewhere. */
export const relu = rule('Relu', [({ b, dy, x }) => b.where(b.greater(x(0), b.scalar(0)), dy, b.scalar(0))]);
