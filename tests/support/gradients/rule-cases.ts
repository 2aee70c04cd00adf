import type { GraphBuilder } from '../../../src/core/ir/builder';
import { broadcastShapes } from '../../../src/core/ir/shapes';
import type { OpAttributes, OpName, Value } from '../../../src/core/ir/ops';
import type { CheckedInput, GradientCase } from './gradient-check';

type Shape = readonly number[];
type Sample = NonNullable<CheckedInput['sample']>;

/** The ways in which two shapes broadcast. */
const PAIRS: readonly (readonly [Shape, Shape])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], []],
  [[], [2, 3]],
  [[2, 3, 4], [4]],
  [
    [3, 1],
    [2, 3, 4],
  ],
  [
    [2, 1, 4],
    [2, 3, 4],
  ],
  [
    [2, 1, 4],
    [1, 3, 1],
  ],
  [
    [4, 1, 3],
    [2, 1],
  ],
  [[1], [1]],
];

/** At least 0.3 away from 0, on both sides. */
const awayFromZero: Sample = (random) => (0.3 + 1.7 * random()) * (random() < 0.5 ? -1 : 1);
const positive: Sample = (random) => 0.3 + 2 * random();
/** No value of one lattice comes closer than 0.1 to one of the other: operands of Max, Min, Greater never tie. */
const lattice =
  (offset: number): Sample =>
  (random) =>
    0.4 * Math.floor(10 * random() - 5) + offset + 0.1 * (random() - 0.5);
/** Distinct by 0.15 or more, in scrambled order: no ties in a maximum (17 is prime, so fewer than 17 elements never collide). */
const distinct: Sample = (random, index) => 0.2 * (((index + 1) * 5) % 17) + 0.05 * random() - 1.5;

function single<K extends OpName>(op: K, inputs: readonly CheckedInput[], attributes: OpAttributes[K], note = ''): GradientCase {
  const shapes = inputs.map(({ shape }) => `[${shape.join()}]`).join(' ');
  return {
    label: `${op} ${shapes} ${note || JSON.stringify(attributes)}`,
    inputs,
    build: (b: GraphBuilder, values: readonly Value[]) => b.node(op, values, attributes),
  };
}

const binary = (op: OpName & ('Add' | 'Sub' | 'Mul' | 'Div' | 'Pow' | 'Min' | 'Max'), a?: Sample, b: Sample | undefined = a) =>
  PAIRS.map(([left, right]) => single(op, [given(left, a), given(right, b)], {}));

const given = (shape: Shape, sample?: Sample): CheckedInput => (sample === undefined ? { shape } : { shape, sample });

const SHAPES: readonly Shape[] = [[], [5], [2, 3], [2, 1, 3]];
const unary = <K extends OpName>(op: K, attributes: OpAttributes[K], sample?: Sample) =>
  SHAPES.map((shape) => single(op, [given(shape, sample)], attributes));

/** Every non-empty set of axes of a shape. */
const subsets = (rank: number): number[][] =>
  Array.from({ length: 2 ** rank - 1 }, (_, bits) =>
    Array.from({ length: rank }, (_, axis) => axis).filter((axis) => ((bits + 1) >> axis) & 1),
  );

const reductions = (op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax', sample?: Sample) =>
  ([[5], [2, 4], [2, 3, 2], [3, 1]] as const).flatMap((shape) =>
    subsets(shape.length).map((axes) => single(op, [given(shape, sample)], { axes })),
  );

const everyAxis = (shape: Shape) => shape.map((_, axis) => axis);

const condition = (shape: Shape): CheckedInput => ({ shape, type: 'bool', sample: (random) => Number(random() < 0.5) });

/** One list per operator that has a rule. A test walks the registry: an operator without a list here fails. */
export const RULE_CASES: ReadonlyMap<OpName, readonly GradientCase[]> = new Map<OpName, readonly GradientCase[]>([
  ['Add', binary('Add')],
  ['Sub', binary('Sub')],
  ['Mul', binary('Mul')],
  ['Div', binary('Div', awayFromZero)],
  ['Pow', binary('Pow', positive, (random) => 4 * random() - 2)],
  ['Min', binary('Min', lattice(0), lattice(0.2))],
  ['Max', binary('Max', lattice(0), lattice(0.2))],
  ['Neg', unary('Neg', {})],
  ['Abs', unary('Abs', {}, awayFromZero)],
  ['Exp', unary('Exp', {})],
  ['Log', unary('Log', {}, positive)],
  ['Sqrt', unary('Sqrt', {}, positive)],
  ['Reciprocal', unary('Reciprocal', {}, awayFromZero)],
  ['Sin', unary('Sin', {})],
  ['Cos', unary('Cos', {})],
  ['Tanh', unary('Tanh', {})],
  ['Sigmoid', unary('Sigmoid', {})],
  ['Erf', unary('Erf', {})],
  ['Relu', unary('Relu', {}, awayFromZero)],
  ['Gelu', [...unary('Gelu', { approximate: 'none' }), ...unary('Gelu', { approximate: 'tanh' })]],
  [
    'Where',
    [
      ...PAIRS.map(([a, b]) => single('Where', [condition(broadcastShapes(a, b)), { shape: a }, { shape: b }], {}, 'condition full')),
      single('Where', [condition([2, 3, 4]), { shape: [3, 1] }, { shape: [4] }], {}, 'all three broadcast'),
      single('Where', [condition([3, 1]), { shape: [2, 1, 4] }, { shape: [2, 3, 4] }], {}, 'condition broadcast'),
      single('Where', [condition([4]), { shape: [2, 3, 4] }, { shape: [] }], {}, 'scalar branch'),
      single('Where', [condition([1, 1, 4]), { shape: [2, 1, 1] }, { shape: [1, 3, 1] }], {}, 'ones on every side'),
      single('Where', [condition([2, 3]), { shape: [] }, { shape: [] }], {}, 'scalars under a full condition'),
    ],
  ],
  [
    'MatMul',
    (
      [
        [
          [3, 4],
          [4, 2],
        ],
        [
          [2, 3, 4],
          [4, 2],
        ],
        [
          [2, 2, 3, 4],
          [4, 5],
        ],
        [
          [2, 3, 4],
          [2, 4, 2],
        ],
        [
          [3, 4],
          [2, 4, 2],
        ],
        [
          [2, 1, 3, 4],
          [5, 4, 2],
        ],
        [
          [2, 1, 3, 4],
          [1, 3, 4, 2],
        ],
        [
          [1, 4],
          [4, 1],
        ],
        [
          [1, 3, 4],
          [2, 4, 2],
        ],
      ] as const
    ).map(([a, b]) => single('MatMul', [{ shape: a }, { shape: b }], {})),
  ],
  [
    'Gemm',
    [false, true].flatMap((transA) =>
      [false, true].flatMap((transB) => [
        single('Gemm', [{ shape: transA ? [4, 3] : [3, 4] }, { shape: transB ? [2, 4] : [4, 2] }], { transA, transB }),
        single('Gemm', [{ shape: transA ? [4, 1] : [1, 4] }, { shape: transB ? [1, 4] : [4, 1] }], { transA, transB }),
      ]),
    ),
  ],
  ['ReduceSum', reductions('ReduceSum')],
  ['ReduceMean', reductions('ReduceMean')],
  ['ReduceMax', reductions('ReduceMax', distinct)],
  [
    'Softmax',
    ([[5], [2, 4], [2, 3, 4]] as const).flatMap((shape) => everyAxis(shape).map((axis) => single('Softmax', [{ shape }], { axis }))),
  ],
  [
    'LayerNormalization',
    ([[6], [2, 5], [2, 3, 4]] as const).flatMap((shape) =>
      everyAxis(shape).map((axis) =>
        single('LayerNormalization', [{ shape }, { shape: shape.slice(axis) }, { shape: shape.slice(axis) }], { axis, epsilon: 1e-5 }),
      ),
    ),
  ],
  [
    'Reshape',
    (
      [
        [[2, 3], [6]],
        [[4], [2, 1, 2]],
        [[1], []],
        [
          [2, 3, 4],
          [4, 6],
        ],
      ] as const
    ).map(([from, to]) => single('Reshape', [{ shape: from }], { shape: to })),
  ],
  [
    'Transpose',
    (
      [
        [1, 0],
        [2, 0, 1],
        [1, 2, 0],
        [0, 2, 1],
        [0, 2, 1, 3],
        [3, 1, 0, 2],
      ] as const
    ).map((permutation) => single('Transpose', [{ shape: [2, 3, 4, 2].slice(0, permutation.length) }], { permutation })),
  ],
  [
    'Expand',
    (
      [
        [
          [2, 3],
          [2, 3],
        ],
        [[], [2, 3]],
        [[4], [2, 3, 4]],
        [
          [3, 1],
          [2, 3, 4],
        ],
        [
          [2, 1, 4],
          [3, 1],
        ],
        [
          [1, 1],
          [2, 1],
        ],
      ] as const
    ).map(([from, to]) => single('Expand', [{ shape: from }], { shape: to })),
  ],
  [
    'Concat',
    [
      single('Concat', [{ shape: [2, 3] }, { shape: [2, 1] }, { shape: [2, 2] }], { axis: 1 }),
      single('Concat', [{ shape: [2, 3] }, { shape: [1, 3] }, { shape: [4, 3] }], { axis: 0 }),
      single('Concat', [{ shape: [2, 1, 2] }, { shape: [2, 2, 2] }], { axis: 1 }),
      single('Concat', [{ shape: [3] }], { axis: 0 }),
      {
        label: 'Concat of one value twice',
        inputs: [{ shape: [2, 2] }],
        build: (b, [x]) => b.node('Concat', [x!, x!], { axis: 1 }),
      },
    ],
  ],
  [
    'Slice',
    (
      [
        [[6], [1], [4], [1]],
        [[6], [0], [6], [2]],
        [[7], [1], [7], [3]],
        [[7], [2], [6], [4]],
        [[6], [0], [6], [4]],
        [[4], [1], [3], [1]],
        [
          [5, 6],
          [1, 0],
          [5, 5],
          [2, 3],
        ],
        [
          [3, 4],
          [0, 0],
          [3, 4],
          [1, 1],
        ],
        [
          [3, 2, 5],
          [0, 1, 2],
          [2, 2, 5],
          [1, 1, 2],
        ],
      ] as const
    ).map(([shape, starts, ends, steps]) => single('Slice', [{ shape }], { starts, ends, steps })),
  ],
  [
    'Pad',
    (
      [
        [[4], [1], [2]],
        [
          [2, 3],
          [0, 2],
          [1, 0],
        ],
        [
          [2, 1, 3],
          [1, 0, 0],
          [0, 3, 1],
        ],
        [
          [2, 2],
          [0, 0],
          [0, 0],
        ],
      ] as const
    ).map(([shape, before, after]) => single('Pad', [{ shape }], { before, after })),
  ],
]);

const indices = (shape: Shape, values: readonly number[]): CheckedInput => ({
  shape,
  type: 'int32',
  sample: (_, index) => values[index] ?? 0,
});

/** Tables whose gradient is kept as rows; repeated indices add up. */
export const ROW_CASES: ReadonlyMap<OpName, readonly GradientCase[]> = new Map<OpName, readonly GradientCase[]>([
  [
    'Gather',
    [
      single('Gather', [{ shape: [5, 3] }, indices([4], [0, 2, 4, 2])], {}, 'one index twice'),
      single('Gather', [{ shape: [4, 2] }, indices([2, 3], [1, 1, 1, 3, 0, 1])], {}, 'a batch, one index four times'),
      single('Gather', [{ shape: [3, 2, 2] }, indices([2], [2, 2])], {}, 'rows of two dimensions'),
      single('Gather', [{ shape: [3, 4] }, indices([1], [1])], {}, 'one row'),
      {
        label: 'a table looked up twice and multiplied with (tied weights)',
        inputs: [{ shape: [4, 3] }, indices([2], [1, 3]), indices([3], [3, 3, 0])],
        build: (b, [table, first, second]) => {
          const a = b.node('Gather', [table!, first!], {});
          const c = b.node('Gather', [table!, second!], {});
          return b.matMul(b.gemm(a, c, false, true), b.gemm(c, table!, false, true));
        },
      },
    ],
  ],
]);
