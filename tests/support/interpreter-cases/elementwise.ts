import { bools, floats, ints, real, reals, type OpCase } from './case';

/** Every way two shapes broadcast: equal, scalar, row, column, outer, missing axes, size 0. */
const pairs: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], []],
  [[], [2, 3]],
  [[2, 3, 4], [4]],
  [
    [2, 3, 4],
    [3, 1],
  ],
  [
    [3, 1],
    [1, 4],
  ],
  [
    [2, 1, 4, 1],
    [3, 1, 5],
  ],
  [
    [0, 3],
    [1, 3],
  ],
];

const special = floats([NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -1.5, -2.5, 1e30, -1e30, 3.7]);

const broadcasting: OpCase[] = ['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Less', 'Sum', 'Mean'].flatMap((op) =>
  pairs.map(([a, b]) => ({ op, inputs: [reals(a), reals(b, 0.5, 2)] })),
);

const comparisons: OpCase[] = ['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].flatMap((op) => [
  { op, inputs: [ints([1, 2, 3, -4]), ints([2, 2, 2, 2])] },
  { op, inputs: [special, floats([0.5], [1])] },
  { op, inputs: [ints([1, 2, 3], [3, 1]), ints([1, 2, 3], [1, 3])] },
]);

const boolean: OpCase[] = ['And', 'Or', 'Xor'].map((op) => ({ op, inputs: [bools([0, 1], [2, 1]), bools([0, 1], [1, 2])] }));

const integers: OpCase[] = [
  { op: 'Div', inputs: [ints([7, -7, 7, -7]), ints([2, 2, -2, -2])] },
  { op: 'Add', inputs: [ints([2 ** 31 - 1], [1], 'int32'), ints([1], [1], 'int32')] },
  { op: 'Mul', inputs: [ints([123456789], [1], 'int32'), ints([987654321], [1], 'int32')] },
  { op: 'Mod', inputs: [ints([7, -7, 7, -7, 0]), ints([3, 3, -3, -3, 3])] },
  { op: 'Mod', inputs: [ints([7, -7, 7, -7, 0]), ints([3, 3, -3, -3, 3])], attributes: { fmod: 1 } },
  { op: 'Mod', inputs: [floats([7.5, -7.5, 7.5]), floats([2, 2, -2])], attributes: { fmod: 1 } },
  { op: 'Pow', inputs: [ints([2, 3, -2]), ints([10, 3, 3])] },
  { op: 'Pow', inputs: [ints([2, 3, -2]), floats([2, 0, 3])] },
  { op: 'Pow', inputs: [reals([2, 3], 0.1, 3), reals([3])] },
  { op: 'Pow', inputs: [floats([1, -1, 2, -2]), floats([NaN, Infinity, -1, 3])] },
  { op: 'Max', inputs: [ints([1, 5]), ints([3], [1]), ints([2, 9])] },
  { op: 'Min', inputs: [floats([1, NaN]), floats([0, 0])] },
  { op: 'Sum', inputs: [reals([2, 3]), reals([3]), reals([])] },
  { op: 'Mean', inputs: [reals([2, 3]), reals([3]), reals([2, 1])] },
  { op: 'BitwiseAnd', inputs: [ints([6, -1, 2 ** 40 + 5]), ints([3, 2 ** 40, 2 ** 40 + 1])] },
  { op: 'BitwiseOr', inputs: [ints([6, -8, 2 ** 40]), ints([3, 3, 2 ** 33])] },
  { op: 'BitwiseOr', inputs: [ints([6, 200], [2], 'uint8'), ints([3, 100], [2], 'uint8')] },
  { op: 'BitwiseNot', inputs: [ints([0, 5, -7, 2 ** 40])] },
  { op: 'BitwiseNot', inputs: [ints([0, 5, 255], [3], 'uint8')] },
  { op: 'Neg', inputs: [ints([3, -4, 0])] },
  { op: 'Abs', inputs: [ints([3, -4, -(2 ** 31)], [3], 'int32')] },
  { op: 'Sign', inputs: [ints([3, -4, 0])] },
];

const choices: OpCase[] = [
  { op: 'Not', inputs: [bools([0, 1])] },
  { op: 'IsNaN', inputs: [special] },
  { op: 'IsInf', inputs: [special] },
  { op: 'IsInf', inputs: [special], attributes: { detect_negative: 0 } },
  { op: 'Where', inputs: [bools([1, 0, 1], [3, 1]), reals([1, 4]), reals([2, 1, 1])] },
  { op: 'Where', inputs: [bools([1, 0, 1]), ints([1, 2, 3]), ints([-1], [])] },
];

/** dtype numbers: 1 float32, 6 int32, 7 int64, 9 bool, 3 int8, 2 uint8, 11 float64. */
const casts: OpCase[] = [
  { op: 'Cast', inputs: [floats([1.9, -1.9, 0, 300.5])], attributes: { to: 7 } },
  { op: 'Cast', inputs: [floats([1.9, -1.9, 0, 300.5])], attributes: { to: 6 } },
  { op: 'Cast', inputs: [floats([0, -0, 0.1, -3])], attributes: { to: 9 } },
  { op: 'Cast', inputs: [ints([0, 2, -3])], attributes: { to: 9 } },
  { op: 'Cast', inputs: [ints([300, -1, 2 ** 31])], attributes: { to: 6 } },
  { op: 'Cast', inputs: [ints([300, -1, 129])], attributes: { to: 3 } },
  { op: 'Cast', inputs: [ints([300, -1, 129])], attributes: { to: 2 } },
  { op: 'Cast', inputs: [bools([0, 1])], attributes: { to: 1 } },
  { op: 'Cast', inputs: [reals([5])], attributes: { to: 11 } },
  { op: 'CastLike', inputs: [floats([1.9, -1.9]), ints([])] },
];

const functions: OpCase[] = [
  ...['Neg', 'Abs', 'Floor', 'Ceil', 'Round', 'Sign', 'Relu'],
  ...['Exp', 'Tanh', 'Erf', 'Sigmoid', 'Softplus', 'HardSwish', 'Gelu'],
].flatMap((op) => [
  { op, inputs: [reals([3, 5], -4, 4)] },
  { op, inputs: [reals([7], -9, 9)] },
]);

const positive: OpCase[] = ['Sqrt', 'Log', 'Reciprocal', 'Sin', 'Cos'].flatMap((op) => [
  { op, inputs: [reals([3, 5], 0.01, 9)] },
  { op, inputs: [reals([])] },
]);

const rounding: OpCase[] = ['Floor', 'Ceil', 'Round', 'Abs', 'Neg'].map((op) => ({ op, inputs: [special] }));

const parametrised: OpCase[] = [
  { op: 'Gelu', inputs: [reals([9], -4, 4)], attributes: { approximate: 'tanh' } },
  { op: 'LeakyRelu', inputs: [reals([9])] },
  { op: 'LeakyRelu', inputs: [reals([9])], attributes: { alpha: real(0.3) } },
  { op: 'Elu', inputs: [reals([9])], attributes: { alpha: real(0.7) } },
  { op: 'HardSigmoid', inputs: [reals([9], -5, 5)], attributes: { alpha: real(0.3), beta: real(0.4) } },
  { op: 'Clip', inputs: [reals([9]), floats([-1], []), floats([0.5], [])] },
  { op: 'Clip', inputs: [reals([9]), undefined, floats([0.5], [])] },
  { op: 'Clip', inputs: [ints([1, 5, 9]), ints([3], [])] },
  { op: 'Clip', inputs: [reals([9])], attributes: { min: real(-0.5), max: real(0.25) }, opset: 6 + 1 },
];

export const elementwiseCases: readonly OpCase[] = [
  ...broadcasting,
  ...comparisons,
  ...boolean,
  ...integers,
  ...choices,
  ...casts,
  ...functions,
  ...positive,
  ...rounding,
  ...parametrised,
];
