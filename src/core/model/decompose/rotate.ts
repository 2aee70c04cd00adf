import type { DecomposeContext } from './context';

/** End of a Slice that goes to the end. */
const END = 2 ** 31;

export interface Rotation {
  /** length × half or rows × length × half, one row per position of the batch. */
  readonly cos: string;
  readonly sin: string;
  /** Pairs lie side by side (x₀, x₁), (x₂, x₃), … and not as two halves. */
  readonly interleaved: boolean;
  /** How many of the leading numbers of a head are rotated; 0 for all. */
  readonly width: number;
}

/**
 * Rotary position embedding of rows × heads × length × width: (a, b) ↦ (a·cos − b·sin, b·cos + a·sin).
 * `cos` and `sin` must broadcast to rows × heads × length × half.
 */
export function rotate(c: DecomposeContext, x: string, rotation: Rotation): string {
  const { width } = rotation;
  if (width === 0) return rotateAll(c, x, rotation);
  const part = (from: number, to: number): string => c.node('Slice', [x, c.integers([from]), c.integers([to]), c.integers([3])]);
  return c.node('Concat', [rotateAll(c, part(0, width), rotation), part(width, END)], { axis: -1 });
}

function rotateAll(c: DecomposeContext, x: string, { cos, sin, interleaved }: Rotation): string {
  const pairs = interleaved ? c.node('Reshape', [x, c.integers([0, 0, 0, -1, 2])]) : x;
  const [a = '', b = ''] = c
    .several('Split', [pairs], { axis: -1 }, 2)
    .map((half) => (interleaved ? c.node('Squeeze', [half, c.integers([-1])]) : half));
  const times = (left: string, right: string): string => c.node('Mul', [left, right]);
  const first = c.node('Sub', [times(a, cos), times(b, sin)]);
  const second = c.node('Add', [times(b, cos), times(a, sin)]);
  if (!interleaved) return c.node('Concat', [first, second], { axis: -1 });
  const joined = [first, second].map((half) => c.node('Unsqueeze', [half, c.integers([-1])]));
  return c.reshape(c.node('Concat', joined, { axis: -1 }), [0, 0, 0, -1]);
}

/** The first rows of a table of cosines or sines, one for each position of `x` along `axis`. */
export function firstRows(c: DecomposeContext, table: string, x: string, axis: number): string {
  c.buffers.push(table);
  const length = c.node('Unsqueeze', [c.dimension(x, axis), c.integers([0])]);
  return c.node('Slice', [table, c.integers([0]), length, c.integers([0])]);
}

/** The rows of a table at given positions, rows × length, with an axis for heads: rows × 1 × length × half. */
export function rowsAt(c: DecomposeContext, table: string, positions: string): string {
  c.buffers.push(table);
  return c.node('Unsqueeze', [c.node('Gather', [table, positions], { axis: 0 }), c.integers([1])]);
}
