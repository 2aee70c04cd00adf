import { floats, ints, real, reals, type OpCase } from './case';

const sums = [
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'ReduceMin',
  'ReduceProd',
  'ReduceL1',
  'ReduceL2',
  'ReduceSumSquare',
  'ReduceLogSumExp',
];

const reductions: OpCase[] = sums.flatMap((op) => [
  { op, inputs: [reals([2, 3, 4]), ints([-1])] },
  { op, inputs: [reals([2, 3, 4]), ints([0, 2])], attributes: { keepdims: 0 } },
  { op, inputs: [reals([2, 3, 4]), ints([1])] },
  { op, inputs: [reals([2, 3])] },
  { op, inputs: [reals([2, 3])], attributes: { noop_with_empty_axes: 1 } },
  { op, inputs: [reals([2, 3, 4])], attributes: { axes: [-1] }, opset: 11 },
]);

const integerReductions: OpCase[] = ['ReduceSum', 'ReduceMax', 'ReduceMin', 'ReduceProd'].map((op) => ({
  op,
  inputs: [ints([1, -2, 3, 4, 5, -6], [2, 3]), ints([1])],
}));

const products: OpCase[] = [
  { op: 'MatMul', inputs: [reals([3, 4]), reals([4, 5])] },
  { op: 'MatMul', inputs: [reals([2, 1, 3, 4]), reals([5, 4, 2])] },
  { op: 'MatMul', inputs: [reals([4]), reals([4])] },
  { op: 'MatMul', inputs: [reals([4]), reals([2, 4, 3])] },
  { op: 'MatMul', inputs: [reals([2, 3, 4]), reals([4])] },
  { op: 'MatMul', inputs: [ints([1, 2, 3, 4], [2, 2]), ints([5, 6, 7, 8], [2, 2])] },
  { op: 'Gemm', inputs: [reals([3, 4]), reals([4, 5]), reals([5])] },
  { op: 'Gemm', inputs: [reals([4, 3]), reals([5, 4])], attributes: { transA: 1, transB: 1, alpha: real(0.5) } },
  { op: 'Gemm', inputs: [reals([3, 4]), reals([5, 4]), reals([3, 1])], attributes: { transB: 1, beta: real(2) } },
  { op: 'Einsum', inputs: [reals([3, 4]), reals([4, 5])], attributes: { equation: 'ij,jk->ik' } },
  { op: 'Einsum', inputs: [reals([2, 3, 4]), reals([2, 5, 4])], attributes: { equation: 'b i d, b j d -> b i j' } },
  { op: 'Einsum', inputs: [reals([3]), reals([4])], attributes: { equation: 'i,j' } },
  { op: 'Einsum', inputs: [reals([3, 3])], attributes: { equation: 'ii->i' } },
  { op: 'Einsum', inputs: [reals([3, 4])], attributes: { equation: 'ij->' } },
];

const normalizations: OpCase[] = [
  ...['Softmax', 'LogSoftmax'].flatMap((op) => [
    { op, inputs: [reals([2, 3, 4])] },
    { op, inputs: [reals([2, 3, 4])], attributes: { axis: 1 } },
    { op, inputs: [reals([2, 3, 4])], opset: 12 },
    { op, inputs: [reals([2, 3, 4])], attributes: { axis: -1 }, opset: 11 },
    { op, inputs: [floats([1000, 1001, 999])] },
  ]),
  { op: 'Softmax', inputs: [floats([-Infinity, 0, 1])] },
  { op: 'LayerNormalization', inputs: [reals([2, 3, 4]), reals([4]), reals([4])], outputs: 3 },
  { op: 'LayerNormalization', inputs: [reals([2, 3, 4]), reals([3, 4])], attributes: { axis: 1, epsilon: real(0.1) } },
];

export const algebraCases: readonly OpCase[] = [...reductions, ...integerReductions, ...products, ...normalizations];
