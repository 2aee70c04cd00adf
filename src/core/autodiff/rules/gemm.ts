import { rule } from '../rule';

/**
 * Y = op(A)·op(B).  dA = dY·op(B)ᵀ, or its transpose op(B)·dYᵀ when A enters transposed;
 * dB = op(A)ᵀ·dY, or dYᵀ·op(A) when B enters transposed.
 */
export const gemm = rule('Gemm', [
  ({ b, dy, x, attributes: { transA, transB } }) => (transA ? b.gemm(x(1), dy, transB, true) : b.gemm(dy, x(1), false, !transB)),
  ({ b, dy, x, attributes: { transA, transB } }) => (transB ? b.gemm(dy, x(0), true, transA) : b.gemm(x(0), dy, !transA, false)),
]);
