import { attend, causalBias, mergeHeads, splitHeads } from './attend';
import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';
import { rmsNorm } from './simplified-layer-normalization';
import { firstRows, rotate } from './rotate';

/**
 * com.microsoft.GroupQueryAttention on an empty cache. Positions count from 0 in every row, and a causal mask hides what follows, so
 * that padding on the right changes nothing for the tokens before it.
 */
export const groupQueryAttention: Decomposition = (c) => {
  const heads = c.requiredInt('num_heads');
  const keyValueHeads = c.requiredInt('kv_num_heads');
  if (c.has(11) || c.int('smooth_softmax', 0) === 1) throw new NotDecomposed('has a softmax with a sink');
  if (c.has(12) || c.has(13)) throw new NotDecomposed('has a quantised cache');
  if (c.int('causal', 1) !== 1) throw new NotDecomposed('looks at tokens that follow');
  const [q, k, v] = queryKeyValue(c, heads, keyValueHeads);
  const [query, key, value] = [splitHeads(c, q, heads), splitHeads(c, k, keyValueHeads), splitHeads(c, v, keyValueHeads)];
  const biases = [causalBias(c, query, 2, c.int('local_window_size', -1))];
  if (c.has(10)) biases.push(c.input(10));
  const scale = c.float('scale', 0);
  const attended = attend(c, {
    query: prepare(c, query, 14),
    key: prepare(c, key, 15),
    value,
    scale: scale === 0 ? null : scale,
    softcap: c.float('softcap', 0),
    biases,
  });
  return [mergeHeads(c, attended)];
};

function queryKeyValue(c: DecomposeContext, heads: number, keyValueHeads: number): [string, string, string] {
  if (c.has(1)) return [c.input(0), c.input(1), c.input(2)];
  const counts = [heads, keyValueHeads, keyValueHeads];
  const width = c.width(c.input(0));
  if (width !== null) {
    const sizes = c.integers(counts.map((count) => (count * width) / (heads + 2 * keyValueHeads)));
    const [query = '', key = '', value = ''] = c.several('Split', [c.input(0), sizes], { axis: -1 }, 3);
    return [query, key, value];
  }
  const parts = c.reshape(c.input(0), [0, 0, heads + 2 * keyValueHeads, -1]);
  const [query = '', key = '', value = ''] = c
    .several('Split', [parts, c.integers(counts)], { axis: 2 }, 3)
    .map((part) => c.reshape(part, [0, 0, -1]));
  return [query, key, value];
}

/** The norm over each head, then the rotation, where the node has them. */
function prepare(c: DecomposeContext, x: string, norm: number): string {
  const normed = c.has(norm) ? rmsNorm(c, x, c.input(norm), -1, c.float('qk_norm_epsilon', 1e-6)) : x;
  if (c.int('do_rotary', 0) !== 1) return normed;
  const [cos, sin] = [7, 8].map((index) => firstRows(c, c.input(index), normed, 2));
  const width = 2 * (c.dims(c.input(7))?.[1] ?? 0);
  return rotate(c, normed, { cos: cos ?? '', sin: sin ?? '', interleaved: c.int('rotary_interleaved', 0) === 1, width });
}
