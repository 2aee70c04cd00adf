import { attend, causalBias, keyMaskBias, mergeHeads, splitHeads } from './attend';
import { type Decomposition, NotDecomposed } from './context';

/** com.microsoft.Attention: the three projections by one weight, then attention of many heads, without a cache. */
export const contribAttention: Decomposition = (c) => {
  if (c.has(4)) throw new NotDecomposed('has a cache');
  if (c.int('do_rotary', 0) === 1) throw new NotDecomposed('rotates inside');
  const heads = c.requiredInt('num_heads');
  c.fused.push(c.input(1));
  const product = c.node('MatMul', [c.input(0), c.input(1)]);
  const projected = c.has(2) ? c.node('Add', [product, c.input(2)]) : product;
  const sizes = c.ints('qkv_hidden_sizes') ?? thirds(c.dims(c.input(1))?.[1] ?? 0);
  const [query = '', key = '', value = ''] = c
    .several('Split', [projected, c.integers(sizes)], { axis: -1 }, 3)
    .map((part) => splitHeads(c, part, heads));
  const biases = c.int('unidirectional', 0) === 1 ? [causalBias(c, query, 2, -1)] : [];
  if (c.has(3)) biases.push(keyMaskBias(c, c.input(3), key, c.float('mask_filter_value', -10000)));
  if (c.has(5)) biases.push(c.input(5));
  const scale = c.float('scale', 0);
  return [mergeHeads(c, attend(c, { query, key, value, scale: scale === 0 ? null : scale, softcap: 0, biases }))];
};

function thirds(width: number): number[] {
  if (width === 0 || width % 3 !== 0) throw new NotDecomposed('has a weight that is no initializer of three equal parts');
  return [width / 3, width / 3, width / 3];
}
