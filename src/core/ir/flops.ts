import { sizeOf } from '../tensor';
import type { AnyNode } from './ops';

/** Floating-point operations of the matrix products among some nodes: two for each multiplication and its addition. */
export function productFlops(nodes: readonly AnyNode[]): number {
  return nodes.reduce((sum, { op, attributes, inputs: [a], output }) => {
    if (op !== 'MatMul' && op !== 'Gemm') return sum;
    const inner = (op === 'Gemm' && attributes.transA ? a?.shape.at(-2) : a?.shape.at(-1)) ?? 0;
    return sum + 2 * sizeOf(output.shape) * inner;
  }, 0);
}
