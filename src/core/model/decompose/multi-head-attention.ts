import { attend, causalBias, keyMaskBias, mergeHeads, splitHeads } from './attend';
import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';

/** com.microsoft.MultiHeadAttention on an empty cache, with query, key and value apart or packed as rows × length × heads × 3 × width. */
export const multiHeadAttention: Decomposition = (c) => {
  const heads = c.requiredInt('num_heads');
  const [query, key, value] = queryKeyValue(c, heads);
  const biases = c.int('unidirectional', 0) === 1 ? [causalBias(c, query, 2, -1)] : [];
  if (c.has(4)) biases.push(keyMaskBias(c, c.input(4), key, c.float('mask_filter_value', -10000)));
  if (c.has(5)) biases.push(c.input(5));
  const scale = c.float('scale', 0);
  return [mergeHeads(c, attend(c, { query, key, value, scale: scale === 0 ? null : scale, softcap: 0, biases }))];
};

function queryKeyValue(c: DecomposeContext, heads: number): [string, string, string] {
  const whole = (packed: string, count: number): string[] =>
    c
      .several('Split', [packed], { axis: 3 }, count)
      .map((part) => c.node('Transpose', [c.node('Squeeze', [part, c.integers([3])])], { perm: [0, 2, 1, 3] }));
  if (c.has(3) && !(c.has(1) && c.has(2))) throw new NotDecomposed('adds a bias to packed values');
  if (!c.has(1)) {
    const [query = '', key = '', value = ''] = whole(c.input(0), 3);
    return [query, key, value];
  }
  const [biasQ, biasK, biasV] = c.has(3) ? c.several('Split', [c.input(3)], { axis: 0 }, 3) : [];
  const split = (index: number, bias: string | undefined): string => {
    const x = c.input(index);
    if (c.rank(x) === 4) return x;
    return splitHeads(c, bias === undefined ? x : c.node('Add', [x, bias]), heads);
  };
  if (c.has(2)) return [split(0, biasQ), split(1, biasK), split(2, biasV)];
  const [key = '', value = ''] = whole(c.input(1), 2);
  return [split(0, biasQ), key, value];
}
