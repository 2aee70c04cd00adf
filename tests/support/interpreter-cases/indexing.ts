import { bools, counting, floats, ints, reals, type OpCase } from './case';

const gathering: OpCase[] = [
  { op: 'Gather', inputs: [counting([4, 3]), ints([0, -1, 2])] },
  { op: 'Gather', inputs: [counting([4, 3]), ints([2, -3], [2, 1])], attributes: { axis: 1 } },
  { op: 'Gather', inputs: [counting([3, 4, 2], 'int64'), ints([-1], [])], attributes: { axis: -2 } },
  { op: 'GatherElements', inputs: [counting([3, 3]), ints([0, -1, 2, 1], [2, 2])], attributes: { axis: 1 } },
  { op: 'GatherElements', inputs: [counting([3, 2, 2]), ints([2, 0, 1, -1], [1, 2, 2])] },
  { op: 'GatherND', inputs: [counting([2, 3, 4]), ints([1, 2, 0, -1], [2, 2])] },
  { op: 'GatherND', inputs: [counting([2, 3, 4]), ints([1, 2, 3], [1, 3])] },
  { op: 'GatherND', inputs: [counting([2, 3, 4]), ints([2, 0], [2, 1])], attributes: { batch_dims: 1 } },
  { op: 'GatherND', inputs: [counting([2, 2, 3]), ints([0, -1, 2, 1, 1, 0, 0, 0], [2, 2, 2, 1])], attributes: { batch_dims: 2 } },
];

const scattering: OpCase[] = [
  { op: 'ScatterElements', inputs: [reals([3, 4]), ints([1, -1, 0, 2], [2, 2]), reals([2, 2])], attributes: { axis: 1 } },
  ...['add', 'mul', 'max', 'min'].map((reduction) => ({
    op: 'ScatterElements',
    inputs: [reals([5]), ints([1, 1, -4, 0]), reals([4])],
    attributes: { reduction },
  })),
  { op: 'ScatterElements', inputs: [reals([3]), ints([2]), reals([1])], opset: 11 },
  { op: 'ScatterND', inputs: [reals([4, 3]), ints([2, -4], [2, 1]), reals([2, 3])] },
  { op: 'ScatterND', inputs: [reals([4, 3]), ints([2, 1, 2, 1, 0, -1], [3, 2]), reals([3])], attributes: { reduction: 'add' } },
  { op: 'ScatterND', inputs: [reals([4, 3]), ints([1, 1], [2, 1]), reals([2, 3])], attributes: { reduction: 'max' } },
];

const searching: OpCase[] = [
  { op: 'OneHot', inputs: [ints([0, 2, -1, 5]), ints([3], []), floats([0, 1])] },
  { op: 'OneHot', inputs: [ints([0, 2, 1, 1], [2, 2]), ints([3], []), ints([5, 7])], attributes: { axis: 0 } },
  { op: 'OneHot', inputs: [ints([0, 2, 1, 1], [2, 2]), ints([3], []), floats([0, 1])], attributes: { axis: 1 } },
  { op: 'NonZero', inputs: [floats([0, 1, -2, 0, 0, 3], [2, 3])] },
  { op: 'NonZero', inputs: [bools([0, 0])] },
  ...['ArgMax', 'ArgMin'].flatMap((op) => [
    { op, inputs: [reals([3, 4, 2])], attributes: { axis: 1 } },
    { op, inputs: [floats([1, 3, 3, 1])], attributes: { keepdims: 0, select_last_index: 1 } },
    { op, inputs: [floats([1, 3, 3, 1])], attributes: { axis: -1 } },
  ]),
  ...[0, 1].flatMap((upper) => [
    { op: 'Trilu', inputs: [counting([2, 3, 4])], attributes: { upper } },
    { op: 'Trilu', inputs: [counting([3, 4], 'int64'), ints([1], [])], attributes: { upper } },
    { op: 'Trilu', inputs: [counting([4, 3]), ints([-2], [])], attributes: { upper } },
    { op: 'Trilu', inputs: [counting([2, 2]), ints([9], [])], attributes: { upper } },
    { op: 'Trilu', inputs: [counting([2, 2]), ints([-9], [])], attributes: { upper } },
  ]),
  ...[0, 1].flatMap((exclusive) =>
    [0, 1].map((reverse) => ({
      op: 'CumSum',
      inputs: [counting([2, 3, 2], 'int64'), ints([-2], [])],
      attributes: { exclusive, reverse },
    })),
  ),
  { op: 'CumSum', inputs: [reals([7]), ints([0], [], 'int32')] },
];

export const indexingCases: readonly OpCase[] = [...gathering, ...scattering, ...searching];
