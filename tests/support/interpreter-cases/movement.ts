import { bools, counting, floats, ints, real, reals, type OpCase } from './case';

const maximum = 2 ** 63;

const slices: OpCase[] = [
  { op: 'Slice', inputs: [counting([4, 5]), ints([1]), ints([3])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([0, 1]), ints([maximum, -1]), ints([0, -1])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([-1]), ints([-maximum]), ints([1]), ints([-1])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([-2, 4]), ints([-maximum, 0]), ints([0, 1]), ints([-2, -3])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([9]), ints([-99]), ints([1]), ints([-1])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([3]), ints([1]), ints([1])] },
  { op: 'Slice', inputs: [counting([4, 5]), ints([0]), ints([99]), ints([1]), ints([2])] },
  { op: 'Slice', inputs: [counting([4, 5], 'int64')], attributes: { starts: [1, -2], ends: [maximum / 2, 5], axes: [0, 1] }, opset: 9 },
];

const pads: OpCase[] = [
  { op: 'Pad', inputs: [counting([2, 3]), ints([0, 1, 2, 0]), floats([7], [])] },
  { op: 'Pad', inputs: [counting([3, 4]), ints([-1, 1, 0, -2])] },
  { op: 'Pad', inputs: [counting([3, 4], 'int64'), ints([2, -1]), ints([-5], []), ints([-1])] },
  { op: 'Pad', inputs: [counting([2, 3])], attributes: { pads: [1, 0, 0, 1], value: real(2.5) }, opset: 10 },
];

const reshaping: OpCase[] = [
  { op: 'Reshape', inputs: [counting([2, 3, 4]), ints([0, -1])] },
  { op: 'Reshape', inputs: [counting([2, 3, 4]), ints([4, 0, 2])] },
  { op: 'Reshape', inputs: [counting([0, 3]), ints([3, 0])], attributes: { allowzero: 1 } },
  { op: 'Reshape', inputs: [counting([1]), ints([])] },
  { op: 'Squeeze', inputs: [counting([1, 3, 1])] },
  { op: 'Squeeze', inputs: [counting([1, 3, 1]), ints([-1])] },
  { op: 'Squeeze', inputs: [counting([1, 3, 1])], attributes: { axes: [0] }, opset: 11 },
  { op: 'Unsqueeze', inputs: [counting([3]), ints([-1, 0])] },
  { op: 'Unsqueeze', inputs: [counting([3])], attributes: { axes: [2, 0] }, opset: 11 },
  { op: 'Flatten', inputs: [counting([2, 3, 4])] },
  { op: 'Flatten', inputs: [counting([2, 3, 4])], attributes: { axis: -1 } },
  { op: 'Flatten', inputs: [counting([2, 3, 4])], attributes: { axis: 3 } },
  { op: 'Flatten', inputs: [counting([2, 3, 4])], attributes: { axis: 0 } },
  { op: 'Identity', inputs: [reals([2, 2])] },
  { op: 'Shape', inputs: [counting([2, 3, 4])] },
  { op: 'Shape', inputs: [counting([2, 3, 4])], attributes: { start: -2 } },
  { op: 'Shape', inputs: [counting([2, 3, 4])], attributes: { start: 1, end: -1 } },
  { op: 'Shape', inputs: [counting([2, 3, 4])], attributes: { start: -9, end: 9 } },
  { op: 'Size', inputs: [counting([2, 3, 4])] },
];

const moving: OpCase[] = [
  { op: 'Transpose', inputs: [counting([2, 3, 4])] },
  { op: 'Transpose', inputs: [counting([2, 3, 4, 2])], attributes: { perm: [0, 2, 3, 1] } },
  { op: 'Expand', inputs: [counting([3, 1]), ints([2, 1, 4])] },
  { op: 'Expand', inputs: [counting([2, 3, 4], 'int64'), ints([1])] },
  { op: 'Expand', inputs: [bools([1], []), ints([2, 0])] },
  { op: 'Tile', inputs: [counting([2, 3]), ints([2, 3])] },
  { op: 'Concat', inputs: [counting([2, 3]), counting([2, 1]), counting([2, 0])], attributes: { axis: -1 } },
  { op: 'Concat', inputs: [counting([2, 3], 'int64'), counting([1, 3], 'int64')], attributes: { axis: 0 } },
  { op: 'Split', inputs: [counting([5, 2]), ints([1, 4])], outputs: 2 },
  { op: 'Split', inputs: [counting([2, 5])], attributes: { axis: 1, num_outputs: 2 }, outputs: 2 },
  { op: 'Split', inputs: [counting([2, 6])], attributes: { axis: -1, split: [2, 4] }, outputs: 2, opset: 11 },
  { op: 'Split', inputs: [counting([6])], outputs: 3, opset: 13 },
];

const making: OpCase[] = [
  { op: 'Constant', inputs: [], attributes: { value: reals([2, 3]) } },
  { op: 'Constant', inputs: [], attributes: { value: ints([2 ** 40, -3]) } },
  { op: 'Constant', inputs: [], attributes: { value: bools([1, 0]) } },
  { op: 'Constant', inputs: [], attributes: { value_int: -3 } },
  { op: 'Constant', inputs: [], attributes: { value_ints: [1, -2] } },
  { op: 'Constant', inputs: [], attributes: { value_float: real(0.5) } },
  { op: 'ConstantOfShape', inputs: [ints([2, 3])] },
  { op: 'ConstantOfShape', inputs: [ints([])], attributes: { value: ints([7]) } },
  { op: 'ConstantOfShape', inputs: [ints([2, 0])], attributes: { value: bools([1]) } },
  { op: 'Range', inputs: [ints([1], []), ints([8], []), ints([3], [])] },
  { op: 'Range', inputs: [ints([5], []), ints([0], []), ints([-2], [])] },
  { op: 'Range', inputs: [ints([5], []), ints([0], []), ints([2], [])] },
  { op: 'Range', inputs: [floats([0], []), floats([1], []), floats([0.25], [])] },
  { op: 'EyeLike', inputs: [reals([3, 4])], attributes: { k: 1 } },
  { op: 'EyeLike', inputs: [reals([4, 2])], attributes: { k: -2, dtype: 7 } },
  { op: 'Dropout', inputs: [reals([2, 3])], outputs: 2 },
  { op: 'Dropout', inputs: [reals([2, 3]), floats([0.5], [])] },
];

export const movementCases: readonly OpCase[] = [...slices, ...pads, ...reshaping, ...moving, ...making];
