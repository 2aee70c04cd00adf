import type { HostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, op, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate, at, dim, normalizeAxis, splitAt } from '../shape';

/** Running sums along an axis, forwards or in reverse, with or without the element itself. */
function cumSum(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const axis = normalizeAxis(context, scalar(context, input(context, 1)), x.shape.length);
  const exclusive = int(context.node, 'exclusive', 0) === 1;
  const reverse = int(context.node, 'reverse', 0) === 1;
  const { outer, length, inner } = splitAt(x.shape, axis);
  const out = allocate(context, x.dataType, x.shape);
  const step = reverse ? -inner : inner;
  for (let lane = 0; lane < outer * inner; lane++) {
    let i = Math.floor(lane / inner) * length * inner + (lane % inner) + (reverse ? (length - 1) * inner : 0);
    let sum = 0;
    for (let n = 0; n < length; n++, i += step) {
      const before = sum;
      sum += at(x.data, i);
      out.data[i] = exclusive ? before : sum;
    }
  }
  return out;
}

/** The triangle on and above (upper) or on and below the k-th diagonal of each matrix; zeros elsewhere. */
function trilu(context: NodeContext): HostTensor {
  const x = input(context, 0);
  if (x.shape.length < 2) throw invalidNode(context.node, 'Trilu takes matrices.');
  const upper = int(context.node, 'upper', 1) === 1;
  const k = context.inputs[1] === undefined ? 0 : scalar(context, context.inputs[1]);
  const [rows, columns] = [dim(x.shape, x.shape.length - 2), dim(x.shape, x.shape.length - 1)];
  const out = allocate(context, x.dataType, x.shape);
  for (let start = 0, row = 0; start < x.data.length; start += columns, row = (row + 1) % rows) {
    const diagonal = row + k;
    const first = upper ? Math.max(diagonal, 0) : 0;
    const end = upper ? columns : Math.min(diagonal + 1, columns);
    for (let j = first; j < end; j++) out.data[start + j] = at(x.data, start + j);
  }
  return out;
}

export const scanOps: OpFamily = [op('CumSum', cumSum), op('Trilu', trilu)];
