import type { HostTensor } from '../host-tensor';
import { float, int } from '../attributes';
import { input, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { mapOne, mapTwo } from '../elementwise';
import { invalidNode } from '../interpreter-error';
import { allocate, at, broadcastShape, broadcastStrides, dim, product } from '../shape';
import { walkRows } from '../walk-rows';
import { commonType } from './arithmetic';

/** Strides of the rows and columns of a matrix, which may be read transposed. */
interface Layout {
  readonly row: number;
  readonly column: number;
}

/** C[m, n] += Σ A[m, k] B[k, n] at the given places; the inner loop runs along rows of B and C. */
function multiply(
  [c, cAt]: readonly [Float64Array, number],
  [a, aAt, aLayout]: readonly [Float64Array, number, Layout],
  [b, bAt, bLayout]: readonly [Float64Array, number, Layout],
  [rows, inner, columns]: readonly [number, number, number],
): void {
  const step = bLayout.column;
  for (let m = 0; m < rows; m++) {
    const start = cAt + m * columns;
    const end = start + columns;
    for (let k = 0; k < inner; k++) {
      const factor = a[aAt + m * aLayout.row + k * aLayout.column]!;
      for (let n = start, j = bAt + k * bLayout.row; n < end; n++, j += step) c[n]! += factor * b[j]!;
    }
  }
}

/** numpy.matmul: a 1-D operand is a row on the left, a column on the right, and that axis is dropped from the result. */
function matMul(context: NodeContext): HostTensor {
  const [a, b] = [input(context, 0), input(context, 1)];
  if (a.shape.length === 0 || b.shape.length === 0) throw invalidNode(context.node, 'MatMul takes no scalars.');
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [rows, inner, columns] = [dim(left, left.length - 2), dim(left, left.length - 1), dim(right, right.length - 1)];
  if (right[right.length - 2] !== inner) {
    throw invalidNode(context.node, `[${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not multiply.`);
  }
  const [aBatch, bBatch] = [left.slice(0, -2), right.slice(0, -2)];
  const batch = broadcastShape(context, [aBatch, bBatch]);
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  const out = allocate(context, commonType(context, a, b), shape);
  const sizes = [rows, inner, columns] as const;
  walkRows(batch, [broadcastStrides(aBatch, batch), broadcastStrides(bBatch, batch)], (start, offsets, length, steps) => {
    for (let i = 0; i < length; i++) {
      const aAt = (at(offsets, 0) + i * at(steps, 0)) * rows * inner;
      const bAt = (at(offsets, 1) + i * at(steps, 1)) * inner * columns;
      const from = [a.data, aAt, { row: inner, column: 1 }] as const;
      multiply([out.data, (start + i) * rows * columns], from, [b.data, bAt, { row: columns, column: 1 }], sizes);
    }
  });
  return out;
}

/** alpha A' B' + beta C, where ' is an optional transposition and C broadcasts to the result. */
function gemm(context: NodeContext): HostTensor {
  const [a, b, c] = [input(context, 0), input(context, 1), context.inputs[2]];
  const [transA, transB] = [int(context.node, 'transA', 0) !== 0, int(context.node, 'transB', 0) !== 0];
  const [alpha, beta] = [float(context.node, 'alpha', 1), float(context.node, 'beta', 1)];
  const [rows, inner] = [dim(a.shape, transA ? 1 : 0), dim(a.shape, transA ? 0 : 1)];
  const [innerB, columns] = [dim(b.shape, transB ? 1 : 0), dim(b.shape, transB ? 0 : 1)];
  if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== innerB) {
    throw invalidNode(context.node, `[${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not multiply.`);
  }
  const layout = (columnsStored: number, transposed: boolean): Layout =>
    transposed ? { row: 1, column: columnsStored } : { row: columnsStored, column: 1 };
  const out = allocate(context, commonType(context, a, b), [rows, columns]);
  const [aLayout, bLayout] = [layout(dim(a.shape, 1), transA), layout(dim(b.shape, 1), transB)];
  multiply([out.data, 0], [a.data, 0, aLayout], [b.data, 0, bLayout], [rows, inner, columns]);
  if (c === undefined) return mapOne(context, out.dataType, out, (x) => alpha * x);
  if (product(broadcastShape(context, [out.shape, c.shape])) !== out.data.length) {
    throw invalidNode(context.node, `[${c.shape.join(', ')}] does not broadcast to [${rows}, ${columns}].`);
  }
  return mapTwo(context, commonType(context, out, c), out, c, (x, y) => alpha * x + beta * y);
}

export const productOps: OpFamily = [op('MatMul', matMul), op('Gemm', gemm)];
