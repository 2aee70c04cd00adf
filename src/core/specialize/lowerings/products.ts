import { type Lowering, device } from '../lowering';

const matMul: Lowering = (c) => {
  if (c.shape(0).length < 2 || c.shape(1).length < 2) throw c.refuse('multiplies a vector');
  return device(c.b.matMul(c.value(0), c.value(1)));
};

/** Y = α·op(A)·op(B) + β·C. */
const gemm: Lowering = (c) => {
  const { b } = c;
  const product = b.gemm(c.value(0), c.value(1), c.int('transA', 0) === 1, c.int('transB', 0) === 1);
  const alpha = c.float('alpha', 1);
  const scaled = alpha === 1 ? product : b.mul(product, b.scalar(alpha));
  if (!c.has(2)) return device(scaled);
  const beta = c.float('beta', 1);
  return device(b.add(scaled, beta === 1 ? c.value(2) : b.mul(c.value(2), b.scalar(beta))));
};

export const PRODUCTS: ReadonlyMap<string, Lowering> = new Map([
  ['MatMul', matMul],
  ['Gemm', gemm],
]);
