import { rule } from '../rule';

/**
 * Y = A·B over the last two axes.  dA = dY·Bᵀ, dB = Aᵀ·dY.
 *
 * Where B is one matrix (a weight), the rows of A and dY are flattened first: a batched product followed by a sum over the batch
 * would materialise batch × in × out numbers.
 */
export const matMul = rule('MatMul', [
  ({ b, dy, x }) =>
    x(1).shape.length === 2
      ? b.reshape(b.gemm(b.toMatrix(dy), x(1), false, true), x(0).shape)
      : b.sumTo(b.matMul(dy, b.transposeMatrix(x(1))), x(0).shape),
  ({ b, dy, x }) =>
    x(1).shape.length === 2
      ? b.gemm(b.toMatrix(x(0)), b.toMatrix(dy), true, false)
      : b.sumTo(b.matMul(b.transposeMatrix(x(0)), dy), x(1).shape),
]);
