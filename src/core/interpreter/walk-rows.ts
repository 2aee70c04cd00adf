import { at, dim, product } from './shape';

/**
 * Called once per row. Operand k starts the row at `offsets[k]` and moves by `steps[k]`; `start` is the row's place in a
 * row-major result of the walked shape. The arrays are reused from row to row.
 */
export type RowVisitor = (start: number, offsets: Int32Array, length: number, steps: Int32Array) => void;

interface Collapsed {
  readonly sizes: readonly number[];
  /** One list of strides per operand, parallel to `sizes`. */
  readonly strides: readonly (readonly number[])[];
}

/**
 * Drop axes of size 1 and merge neighbours that every operand crosses with one stride, so that rows become as long as
 * the layout allows: walking two equal shapes is one row.
 */
function collapse(shape: readonly number[], strides: readonly (readonly number[])[]): Collapsed {
  const sizes: number[] = [];
  const merged: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const size = dim(shape, axis);
    if (size === 1) continue;
    const last = sizes.length - 1;
    const mergeable = last >= 0 && strides.every((each, k) => dim(merged[k] ?? [], last) === dim(each, axis) * size);
    if (mergeable) sizes[last] = dim(sizes, last) * size;
    else sizes.push(size);
    const place = sizes.length - 1;
    strides.forEach((each, k) => {
      const list = merged[k];
      if (list !== undefined) list[place] = dim(each, axis);
    });
  }
  return { sizes, strides: merged };
}

/** Visit a strided box row by row: the one loop behind broadcasting, transposition, slicing, padding and reduction. */
export function walkRows(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  visit: RowVisitor,
  origins: readonly number[] = [],
): void {
  if (product(shape) === 0) return;
  const { sizes, strides: merged } = collapse(shape, strides);
  const outerRank = Math.max(sizes.length - 1, 0);
  const length = sizes[outerRank] ?? 1;
  const steps = Int32Array.from(merged, (list) => list[outerRank] ?? 0);
  const offsets = Int32Array.from(merged, (_, k) => origins[k] ?? 0);
  const counter = new Int32Array(outerRank);
  const rows = product(sizes.slice(0, outerRank));
  for (let row = 0; ;) {
    visit(row * length, offsets, length, steps);
    if (++row >= rows) return;
    advance(counter, sizes, merged, offsets);
  }
}

/** One step of the odometer over the outer axes. */
function advance(counter: Int32Array, sizes: readonly number[], strides: readonly (readonly number[])[], offsets: Int32Array): void {
  for (let axis = counter.length - 1; axis >= 0; axis--) {
    const next = at(counter, axis) + 1;
    const wraps = next === sizes[axis];
    counter[axis] = wraps ? 0 : next;
    for (let k = 0; k < offsets.length; k++) {
      const stride = strides[k]?.[axis] ?? 0;
      offsets[k] = at(offsets, k) + (wraps ? -stride * (next - 1) : stride);
    }
    if (!wraps) return;
  }
}
