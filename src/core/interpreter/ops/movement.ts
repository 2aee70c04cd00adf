import type { HostTensor } from '../host-tensor';
import { int, ints, requiredInt } from '../attributes';
import { input, intsOf, op, presentInputs } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { copyBox, copyView } from '../elementwise';
import { invalidNode } from '../interpreter-error';
import { allocate, broadcastShape, broadcastStrides, dim, normalizeAxis, rowMajorStrides } from '../shape';
import { commonType } from './arithmetic';

/** Without `perm` the axes are reversed. */
function transpose(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const perm = ints(context.node, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  if (new Set(perm).size !== x.shape.length || perm.some((axis) => x.shape[axis] === undefined)) {
    throw invalidNode(context.node, `[${perm.join(', ')}] does not permute ${x.shape.length} axes.`);
  }
  const strides = rowMajorStrides(x.shape);
  return copyView(
    context,
    x,
    perm.map((axis) => dim(x.shape, axis)),
    perm.map((axis) => dim(strides, axis)),
  );
}

/** Broadcasting in both directions: the given shape may have 1 where the input has more. */
function expand(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const shape = broadcastShape(context, [x.shape, Array.from(input(context, 1).data)]);
  return copyView(context, x, shape, broadcastStrides(x.shape, shape));
}

/** Each axis is seen as (repeat, size), the repeat with stride 0. */
function tile(context: NodeContext): HostTensor {
  const x = input(context, 0);
  const repeats = Array.from(input(context, 1).data);
  if (repeats.length !== x.shape.length) throw invalidNode(context.node, 'One repeat for each axis is expected.');
  const strides = rowMajorStrides(x.shape);
  const shape = x.shape.flatMap((size, axis) => [dim(repeats, axis), size]);
  const view = copyView(
    context,
    x,
    shape,
    strides.flatMap((stride) => [0, stride]),
  );
  return { ...view, shape: x.shape.map((size, axis) => size * dim(repeats, axis)) };
}

function concat(context: NodeContext): HostTensor {
  const parts = presentInputs(context);
  const first = input(context, 0);
  const axis = normalizeAxis(context, requiredInt(context.node, 'axis'), first.shape.length);
  for (const part of parts) checkFits(context, first, part, axis);
  const total = parts.reduce((sum, part) => sum + dim(part.shape, axis), 0);
  const shape = first.shape.map((size, k) => (k === axis ? total : size));
  const out = allocate(context, first.dataType, shape);
  const strides = rowMajorStrides(shape);
  let origin = 0;
  for (const part of parts) {
    copyBox(part.shape, { data: part.data, strides: rowMajorStrides(part.shape), origin: 0 }, { data: out.data, strides, origin });
    origin += dim(part.shape, axis) * dim(strides, axis);
  }
  return out;
}

function checkFits(context: NodeContext, first: HostTensor, part: HostTensor, axis: number): void {
  commonType(context, first, part);
  const sameRank = part.shape.length === first.shape.length;
  if (!sameRank || part.shape.some((size, k) => k !== axis && size !== first.shape[k])) {
    throw invalidNode(context.node, `[${first.shape.join(', ')}] and [${part.shape.join(', ')}] do not concatenate.`);
  }
}

/** Given sizes, or equal ones of which the last may be smaller. */
function splitSizes(context: NodeContext, size: number): readonly number[] {
  const given = intsOf(context, 'split', 1);
  if (given !== undefined) {
    if (given.some((each) => each < 0) || given.reduce((a, b) => a + b, 0) !== size) {
      throw invalidNode(context.node, `Sizes [${given.join(', ')}] do not add up to ${size}.`);
    }
    return given;
  }
  const count = int(context.node, 'num_outputs', context.node.outputs.length);
  const each = Math.ceil(size / count);
  return Array.from({ length: count }, (_, k) => Math.max(Math.min(each, size - k * each), 0));
}

function split(context: NodeContext): HostTensor[] {
  const x = input(context, 0);
  const axis = normalizeAxis(context, int(context.node, 'axis', 0), x.shape.length);
  const strides = rowMajorStrides(x.shape);
  let start = 0;
  return splitSizes(context, dim(x.shape, axis)).map((size) => {
    const shape = x.shape.map((each, k) => (k === axis ? size : each));
    const part = copyView(context, x, shape, strides, start * dim(strides, axis));
    start += size;
    return part;
  });
}

export const movementOps: OpFamily = [
  op('Transpose', transpose),
  op('Expand', expand),
  op('Tile', tile),
  op('Concat', concat),
  ['Split', { evaluate: split }],
];
