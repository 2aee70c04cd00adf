import { attend, causalBias, maskBias, mergeHeads, splitHeads } from './attend';
import { type Decomposition, NotDecomposed } from './context';

/** The standard Attention (opset 23) without a cache, on rows × length × (heads·width) or rows × heads × length × width. */
export const attention: Decomposition = (c) => {
  if (c.has(6)) throw new NotDecomposed('has lengths of its own for keys');
  if (c.isTaken(3)) throw new NotDecomposed('also gives out its scores');
  const flat = c.rank(c.input(0)) === 3;
  const heads = (index: number, attribute: string): string =>
    flat ? splitHeads(c, c.input(index), c.requiredInt(attribute)) : c.input(index);
  const [query, key, value] = [heads(0, 'q_num_heads'), heads(1, 'kv_num_heads'), heads(2, 'kv_num_heads')];
  const biases = c.int('is_causal', 0) === 1 ? [causalBias(c, query, 2, -1)] : [];
  if (c.has(3)) biases.push(maskBias(c, c.input(3)));
  const softcap = c.float('softcap', 0);
  const scale = c.float('scale', 0);
  const attended = attend(c, { query, key, value, scale: scale === 0 ? null : scale, softcap, biases });
  return [flat ? mergeHeads(c, attended) : attended];
};
