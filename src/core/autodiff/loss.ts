import type { GraphBuilder } from '../ir/builder';
import type { Value } from '../ir/ops';

/** PyTorch's `F.normalize` keeps the norm at or above this (section 3). */
const NORM_FLOOR = 1e-12;

/**
 * Pooling as one weighted sum per row: mean, CLS and last-token pooling differ only in the weights (section 4).
 *
 * @param hidden rows × length × width
 * @param weights rows × 1 × length; 1/tokens on the real tokens, or a single 1
 * @returns rows × width
 */
export function pool(b: GraphBuilder, hidden: Value, weights: Value): Value {
  const [rows = 0, , width = 0] = hidden.shape;
  return b.reshape(b.matMul(weights, hidden), [rows, width]);
}

/** What is minimised: InfoNCE of batches of records of two texts (pairs) or three (triplets). */
export interface Objective {
  readonly scale: number;
  readonly textsPerRecord: 2 | 3;
  /** Weight of the distance to embeddings that are given, see {@link cosineDistance}; 0 or nothing for none. */
  readonly distill?: number;
}

/** L2 normalisation of each row. */
export function normalize(b: GraphBuilder, x: Value): Value {
  const norm = b.sqrt(b.sumInParts(b.mul(x, x), 1));
  return b.div(x, b.node('Max', [norm, b.scalar(NORM_FLOOR)], {}));
}

/**
 * Hard-negative InfoNCE (section 3): `scores = scale · cos(Q, [P; N])`, cross-entropy of row i against column i, mean over rows. Of pairs,
 * `scores = scale · cos(Q, P)`: the other positives of the batch are the negatives, so that a batch takes two records at least.
 *
 * Written so that float32 keeps its digits, in the loss and in its gradient:
 * - as `ln(1 + Σ_{j≠i} e^(s_j − s_i))`, for when the positive wins clearly (a loss of 5e-6). The exponent is at most 2·scale, so
 *   scale ≤ 40 stays in range;
 * - with `cos(q, c) = 1 − ½‖q − c‖²` of unit vectors, for when embeddings are close to each other, as those of an
 *   untrained model: gradients of the inner product would be nearly parallel to the embedding, and lost in its normalisation.
 *
 * @param embeddings 3B × width: B queries, B positives, B negatives, not normalised; 2B × width for pairs
 * @returns the loss, a scalar
 */
export function infoNce(b: GraphBuilder, embeddings: Value, { scale, textsPerRecord }: Objective): Value {
  const [rows = 0, width = 0] = embeddings.shape;
  const batch = rows / textsPerRecord;
  const columns = rows - batch;
  const unit = normalize(b, embeddings);
  const part = (from: number, to: number): Value => b.node('Slice', [unit], { starts: [from, 0], ends: [to, width], steps: [1, 1] });
  const difference = b.sub(b.reshape(part(0, batch), [batch, 1, width]), b.reshape(part(batch, rows), [1, columns, width]));
  const distance = b.reshape(b.sumInParts(b.mul(difference, difference), 2), [batch, columns]);
  const label = (match: number, other: number): Value =>
    b.constant(
      Float32Array.from({ length: batch * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? match : other)),
      [batch, columns],
    );
  const own = b.sum(b.mul(distance, label(1, 0)), [1]);
  const advantage = b.mul(b.sub(own, distance), b.scalar(scale / 2));
  const others = b.sum(b.mul(b.exp(advantage), label(0, 1)), [1]);
  return b.reshape(b.mean(log1p(b, others), [0, 1]), []);
}

/**
 * How far embeddings are from others: `mean(1 − cos(e, r))` over the rows, written as `½‖e/‖e‖ − r‖²` for the reason above.
 *
 * @param references unit rows, of the shape of the embeddings
 * @returns a scalar
 */
export function cosineDistance(b: GraphBuilder, embeddings: Value, references: Value): Value {
  const difference = b.sub(normalize(b, embeddings), references);
  const squares = b.sumInParts(b.mul(difference, difference), 1);
  return b.reshape(b.mul(b.mean(squares, [0, 1]), b.scalar(0.5)), []);
}

/** Below this, ln(1 + x) comes from its series: in float32, 1 + x drops the digits of a small x. */
const SMALL = 0.1;

/**
 * ln(1 + x) for x ≥ 0, to float32 precision at every size. Small x: 2·artanh(s) = 2(s + s³/3 + s⁵/5 + …) with s = x/(2 + x); at
 * x = 0.1 the first term left out is 2e-9 of the sum.
 */
function log1p(b: GraphBuilder, x: Value): Value {
  const s = b.div(x, b.add(x, b.scalar(2)));
  const square = b.mul(s, s);
  const factor = b.add(b.mul(b.add(b.mul(square, b.scalar(2 / 5)), b.scalar(2 / 3)), square), b.scalar(2));
  return b.where(b.greater(x, b.scalar(SMALL)), b.log(b.add(x, b.scalar(1))), b.mul(s, factor));
}
