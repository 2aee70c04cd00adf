import { compileGradients } from '../../../src/core/analysis/gradient-program';
import { liveNodes } from '../../../src/core/ir/emit';
import type { AnyNode } from '../../../src/core/ir/ops';
import { sizeOf } from '../../../src/core/tensor';
import { type Figure, atMost } from '../figure';
import { miniLm } from '../models';

/** Floating-point operations of the matrix products among nodes: two per multiplication. */
function productFlops(nodes: readonly AnyNode[]): number {
  return nodes.reduce((sum, node) => {
    const [a] = node.inputs;
    if (node.op === 'MatMul') return sum + 2 * sizeOf(node.output.shape) * (a?.shape.at(-1) ?? 0);
    if (node.op === 'Gemm') return sum + 2 * sizeOf(node.output.shape) * (a?.shape[node.attributes.transA ? 0 : 1] ?? 0);
    return sum;
  }, 0);
}

/** Counted in the graphs that are written for MiniLM, 12 texts of 64 tokens. */
export const products: Figure = {
  name: 'products',
  measure({ root }) {
    const { builder, loss, outputs } = compileGradients(miniLm(root), [{ rows: 12, length: 64 }], { scale: 20, textsPerRecord: 3 });
    const forward = productFlops(liveNodes(builder, [loss]));
    const both = productFlops(liveNodes(builder, [loss, ...outputs]));
    return Promise.resolve([
      {
        figure: 'FLOPs of the matrix products, backward / forward',
        target: atMost(2.05),
        value: (both - forward) / forward,
        unit: '',
        note: `counted: forward ${(forward / 1e9).toFixed(2)} G`,
      },
    ]);
  },
};
