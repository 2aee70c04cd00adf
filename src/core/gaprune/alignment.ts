import { sizeOf } from '../tensor';

/** Added to every norm before it divides, as in the reference (section 6). */
export const ALIGNMENT_EPSILON = 1e-8;

/** Inner product and norms of two gradients of one weight, in float64. */
export interface GradientProduct {
  readonly dot: number;
  readonly normGeneral: number;
  readonly normDomain: number;
}

/** The inner product and the L2 norms of two gradients of the same length. */
export function gradientProduct(general: Float32Array, domain: Float32Array): GradientProduct {
  let dot = 0;
  let squareGeneral = 0;
  let squareDomain = 0;
  for (let i = 0; i < general.length; i++) {
    const g = general[i]!;
    const d = domain[i]!;
    dot += g * d;
    squareGeneral += g * g;
    squareDomain += d * d;
  }
  return { dot, normGeneral: Math.sqrt(squareGeneral), normDomain: Math.sqrt(squareDomain) };
}

/** Tensor alignment `<G_gen/(‖G_gen‖+ε), G_dom/(‖G_dom‖+ε)>`; 0 when either norm is at most ε (section 6). */
export function tensorAlignment({ dot, normGeneral, normDomain }: GradientProduct): number {
  if (!(normGeneral > ALIGNMENT_EPSILON && normDomain > ALIGNMENT_EPSILON)) return 0;
  return dot / ((normGeneral + ALIGNMENT_EPSILON) * (normDomain + ALIGNMENT_EPSILON));
}

/**
 * Element-wise alignment `unit(G_gen) ⊙ unit(G_dom)` of one weight, smoothed over its last two dimensions with a k×k mean filter,
 * k = min(3, smallest dimension), zero padding ⌊k/2⌋ whose zeros count in the mean; unsmoothed in one dimension (section 6).
 *
 * An even filter would give one row and column more than it gets; the output keeps the shape, so the last ones are left out, and
 * with k = 2 the window of (r, c) is rows r−1, r and columns c−1, c. All zeros when either norm is at most ε.
 */
export function elementwiseAlignment(
  general: Float32Array,
  domain: Float32Array,
  shape: readonly number[],
  product: GradientProduct = gradientProduct(general, domain),
): Float32Array {
  return elementwiseAlignmentRows(general, domain, shape, product, 0, sizeOf(shape) / (shape.at(-1) ?? 1));
}

/**
 * Rows `from` to `to` of {@link elementwiseAlignment}, with the product of the two gradients at hand. Rows are those of the last dimension,
 * over all matrices of the tensor.
 */
export function elementwiseAlignmentRows(
  general: Float32Array,
  domain: Float32Array,
  shape: readonly number[],
  { normGeneral, normDomain }: GradientProduct,
  from: number,
  to: number,
): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const out = new Float32Array((to - from) * columns);
  if (!(normGeneral > ALIGNMENT_EPSILON && normDomain > ALIGNMENT_EPSILON)) return out;
  const k = shape.length < 2 ? 1 : Math.min(3, ...shape);
  const scale = 1 / ((normGeneral + ALIGNMENT_EPSILON) * (normDomain + ALIGNMENT_EPSILON) * k * k);
  const rows = shape.length < 2 ? 1 : (shape.at(-2) ?? 1);
  for (let start = from - (from % rows); start < to; start += rows) {
    const [first, end] = [Math.max(from, start), Math.min(to, start + rows)];
    const matrix = [start * columns, (start + rows) * columns] as const;
    const part = out.subarray((first - from) * columns, (end - from) * columns);
    const smooth = k === 3 ? smoothThree : smoothProducts;
    smooth(part, general.subarray(...matrix), domain.subarray(...matrix), first - start, columns, k, scale);
  }
  return out;
}

/** out[r, c] = scale · Σ general·domain over the k×k window at (first + r, c) of one matrix: first down the columns, then along the row. */
function smoothProducts(
  out: Float32Array,
  general: Float32Array,
  domain: Float32Array,
  first: number,
  columns: number,
  k: number,
  scale: number,
): void {
  const before = Math.floor(k / 2);
  const rows = general.length / columns;
  const sums = new Float64Array(columns + k);
  for (let r = 0; r < out.length / columns; r++) {
    sums.fill(0);
    const end = Math.min(rows, first + r - before + k);
    for (let row = Math.max(0, first + r - before); row < end; row++) {
      const at = row * columns;
      for (let c = 0; c < columns; c++) {
        sums[before + c] = (sums[before + c] ?? 0) + (general[at + c] ?? 0) * (domain[at + c] ?? 0);
      }
    }
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += sums[c + i] ?? 0;
      out[r * columns + c] = sum * scale;
    }
  }
}

/** The same for k = 3, each product made once: the three rows of a window are kept, and the window slides along its column sums. */
function smoothThree(
  out: Float32Array,
  general: Float32Array,
  domain: Float32Array,
  first: number,
  columns: number,
  _k: number,
  scale: number,
): void {
  let [above, here, below] = [new Float64Array(columns + 2), new Float64Array(columns + 2), new Float64Array(columns + 2)];
  multiplyRow(here, general, domain, first - 1, columns);
  multiplyRow(below, general, domain, first, columns);
  for (let at = 0, row = first + 1; at < out.length; at += columns, row++) {
    [above, here, below] = [here, below, above];
    multiplyRow(below, general, domain, row, columns);
    let left = 0;
    let middle = above[1]! + here[1]! + below[1]!;
    for (let c = 0; c < columns; c++) {
      const right = above[c + 2]! + here[c + 2]! + below[c + 2]!;
      out[at + c] = (left + middle + right) * scale;
      left = middle;
      middle = right;
    }
  }
}

/** One row of general ⊙ domain between two zeros; zeros for a row outside the matrix. */
function multiplyRow(out: Float64Array, general: Float32Array, domain: Float32Array, row: number, columns: number): void {
  const at = row * columns;
  if (at < 0 || at >= general.length) return void out.fill(0);
  for (let c = 0; c < columns; c++) out[c + 1] = general[at + c]! * domain[at + c]!;
}
