import { mergeHeads, splitHeads } from './attend';
import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';
import { rotate, rowsAt } from './rotate';

/** com.microsoft.RotaryEmbedding: tables of cosines and sines by position, on heads apart or side by side. */
export const contribRotaryEmbedding: Decomposition = (c) => {
  if (c.float('scale', 1) !== 1) throw new NotDecomposed('scales its positions');
  const width = c.int('rotary_embedding_dim', 0);
  return onHeads(c, headsOf(c, width, 2), (x) => {
    const rows = (index: number): string =>
      c.rank(c.input(1)) === 1 ? fromOffset(c, c.input(index), x) : rowsAt(c, c.input(index), c.input(1));
    return rotate(c, x, { cos: rows(2), sin: rows(3), interleaved: c.int('interleaved', 0) === 1, width });
  });
};

/** The standard RotaryEmbedding (opset 23): tables by position, or a row for every token. */
export const rotaryEmbedding: Decomposition = (c) => {
  const width = c.int('rotary_embedding_dim', 0);
  return onHeads(c, c.int('num_heads', 0), (x) => {
    const rows = (index: number): string =>
      c.has(3) ? rowsAt(c, c.input(index), c.input(3)) : c.node('Unsqueeze', [c.input(index), c.integers([1])]);
    return rotate(c, x, { cos: rows(1), sin: rows(2), interleaved: c.int('interleaved', 0) === 1, width });
  });
};

function onHeads(c: DecomposeContext, heads: number, apply: (x: string) => string): string[] {
  const x = c.input(0);
  if (c.rank(x) === 4) return [apply(x)];
  return [mergeHeads(c, apply(heads === 0 ? byWidth(c, x) : splitHeads(c, x, heads)))];
}

/** The number of heads where the node says it; 0 where it follows from the tables' width, which is half a head's. */
function headsOf(c: DecomposeContext, width: number, table: number): number {
  const heads = c.int('num_heads', 0);
  if (heads === 0 && (width !== 0 || c.dims(c.input(table)) === null)) throw new NotDecomposed('does not say its num_heads');
  return heads;
}

function byWidth(c: DecomposeContext, x: string): string {
  const half = c.dims(c.input(2))?.[1] ?? 0;
  return c.node('Transpose', [c.reshape(x, [0, 0, -1, 2 * half])], { perm: [0, 2, 1, 3] });
}

/** Positions that count on from one number. */
function fromOffset(c: DecomposeContext, table: string, x: string): string {
  c.buffers.push(table);
  const positions = c.node('Add', [c.node('Range', [c.integer(0), c.dimension(x, 2), c.integer(1)]), c.input(1)]);
  return c.node('Gather', [table, positions], { axis: 0 });
}
