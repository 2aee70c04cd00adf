import type { Decomposition } from './context';
import { layerNorm } from './layer-norm';

/**
 * com.microsoft.EmbedLayerNormalization: the norm of word + position + segment embeddings. Its second output counts the tokens of each
 * row that the mask keeps, its third is the sum.
 */
export const embedLayerNormalization: Decomposition = (c) => {
  const ids = c.input(0);
  const lookUp = (table: number, rows: string): string => c.node('Gather', [c.input(table), rows], { axis: 0 });
  const words = lookUp(2, ids);
  const positions = c.optional(8) ?? c.node('Range', [c.integer(0), c.dimension(ids, 1), c.integer(1)]);
  const placed = c.node('Add', [words, lookUp(3, positions)]);
  const sum = c.has(4) ? c.node('Add', [placed, lookUp(4, c.input(1))]) : placed;
  const normed = layerNorm(c, sum, c.input(5), c.input(6), c.float('epsilon', 1e-12));
  if (!c.has(7)) return [normed, null, sum];
  const counts = c.node('ReduceSum', [c.node('Cast', [c.input(7)], { to: 7 }), c.integers([1])], { keepdims: 0 });
  return [normed, c.node('Cast', [counts], { to: 6 }), sum];
};
