import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';

/** com.microsoft.FusedMatMul: α · op(A) · op(B), op transposing the last two axes. */
export const fusedMatMul: Decomposition = (c) => {
  if (c.int('transBatchA', 0) === 1 || c.int('transBatchB', 0) === 1) throw new NotDecomposed('transposes the batch');
  const product = c.node('MatMul', [operand(c, 0, 'transA'), operand(c, 1, 'transB')]);
  const alpha = c.float('alpha', 1);
  return [alpha === 1 ? product : c.node('Mul', [product, c.scalar(alpha)])];
};

function operand(c: DecomposeContext, index: number, flag: string): string {
  const x = c.input(index);
  if (c.int(flag, 0) !== 1) return x;
  const rank = c.rank(x);
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return c.node('Transpose', [x], { perm: [...axes.slice(0, -2), rank - 1, rank - 2] });
}
