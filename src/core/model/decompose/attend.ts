import { type DecomposeContext, NotDecomposed } from './context';

/** Scaled dot-product attention over heads, the core of every attention operator. */
export interface Attention {
  /** rows × heads × length × width; keys and values may have fewer heads, which queries share. */
  readonly query: string;
  readonly key: string;
  readonly value: string;
  /** Null for 1/√width. */
  readonly scale: number | null;
  /** s ↦ cap · tanh(s / cap); 0 for none. */
  readonly softcap: number;
  /** Added to the scores: masks and biases, each broadcast to rows × heads × length × keys. */
  readonly biases: readonly string[];
}

/** What stands for −∞: exp of it is 0. */
const FLOOR = -3.4028234663852886e38;

/** Σ_j softmax_j(s·qᵢkⱼ + bias) vⱼ, as rows × heads × length × width. */
export function attend(c: DecomposeContext, attention: Attention): string {
  const { query, key, value, scale, softcap, biases } = attention;
  // Queries that share a head of keys lie one after another, so they are rows of one product.
  const [heads, sharedHeads] = [headShape(c, query), headShape(c, key)];
  const group = (x: string): string => c.node('Reshape', [x, sharedHeads]);
  const ungroup = (x: string): string => c.node('Reshape', [x, heads]);
  const products = ungroup(c.node('MatMul', [group(query), c.node('Transpose', [key], { perm: [0, 1, 3, 2] })]));
  const scaled = c.node('Mul', [products, scale === null ? inverseRoot(c, query) : c.scalar(scale)]);
  const capped = softcap === 0 ? scaled : c.node('Mul', [c.node('Tanh', [c.node('Div', [scaled, c.scalar(softcap)])]), c.scalar(softcap)]);
  const scores = biases.reduce((sum, bias) => c.node('Add', [sum, bias]), capped);
  return ungroup(c.node('MatMul', [group(c.node('Softmax', [scores], { axis: -1 })), value]));
}

/** rows × length × (heads·width) as rows × heads × length × width. */
export function splitHeads(c: DecomposeContext, x: string, heads: number): string {
  return c.node('Transpose', [c.reshape(x, [0, 0, heads, -1])], { perm: [0, 2, 1, 3] });
}

/** rows × heads × length × width as rows × length × (heads·width). */
export function mergeHeads(c: DecomposeContext, x: string): string {
  return c.reshape(c.node('Transpose', [x], { perm: [0, 2, 1, 3] }), [0, 0, -1]);
}

/** The shape [0, heads, −1, 0]: as it is, but in as many heads as `x` has. */
function headShape(c: DecomposeContext, x: string): string {
  const heads = c.node('Unsqueeze', [c.dimension(x, 1), c.integers([0])]);
  return c.node('Concat', [c.integers([0]), heads, c.integers([-1]), c.integers([0])], { axis: 0 });
}

function inverseRoot(c: DecomposeContext, query: string): string {
  const width = c.node('Cast', [c.dimension(query, 3)], { to: 1 });
  return c.node('Reciprocal', [c.node('Sqrt', [width])]);
}

/**
 * length × length: 0 where query i may look at key j, the floor elsewhere. A causal one looks at j ≤ i, and with a window at the last
 * `window` of them.
 */
export function causalBias(c: DecomposeContext, x: string, axis: number, window: number): string {
  const positions = c.node('Range', [c.integer(0), c.dimension(x, axis), c.integer(1)]);
  const queries = c.node('Unsqueeze', [positions, c.integers([1])]);
  const keys = c.node('Unsqueeze', [positions, c.integers([0])]);
  const past = c.node('LessOrEqual', [keys, queries]);
  if (window < 1) return biasWhere(c, past);
  const near = c.node('Greater', [keys, c.node('Sub', [queries, c.integer(window)])]);
  return biasWhere(c, c.node('And', [past, near]));
}

/** A mask of truth values, as a bias; one of numbers is a bias already. */
export function maskBias(c: DecomposeContext, mask: string): string {
  return c.isTruth(mask) ? biasWhere(c, mask) : mask;
}

/**
 * What the mask of com.microsoft's attention operators adds to the scores, by its rank: the number of keys of each row; rows × keys;
 * or rows × length × keys, 1 where a key counts.
 */
export function keyMaskBias(c: DecomposeContext, mask: string, key: string, floor: number): string {
  const rank = c.rank(mask);
  if (rank === 1) {
    const positions = c.node('Range', [c.integer(0), c.dimension(key, 2), c.integer(1)]);
    const lengths = c.node('Unsqueeze', [c.node('Cast', [mask], { to: 7 }), c.integers([1, 2, 3])]);
    return biasWhere(c, c.node('Less', [positions, lengths]), floor);
  }
  if (rank > 3) throw new NotDecomposed('has a mask of 4 dimensions');
  const axes = rank === 2 ? [1, 2] : [1];
  return biasWhere(c, c.node('Cast', [c.node('Unsqueeze', [mask, c.integers(axes)])], { to: 9 }), floor);
}

/** 0 where a condition holds, and what stands for −∞ where not. */
function biasWhere(c: DecomposeContext, condition: string, floor = FLOOR): string {
  return c.node('Where', [condition, c.scalar(0), c.scalar(floor)]);
}
