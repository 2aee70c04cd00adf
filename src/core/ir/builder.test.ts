import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './builder';
import { emitGraph, liveNodes } from './emit';
import { GraphShapeError } from './errors';
import type { OpAttributes, OpName } from './ops';

describe('GraphBuilder', () => {
  it('adds a node that is already there only once', () => {
    const b = new GraphBuilder();
    const [x, y] = [b.input('x', 'float32', [2]), b.input('y', 'float32', [2])];
    expect(b.add(x, y)).toBe(b.add(x, y));
    expect(b.add(x, y)).not.toBe(b.add(y, x));
    expect(b.sum(b.add(x, y), [0])).not.toBe(b.mean(b.add(x, y), [0]));
    expect(b.nodes.length).toBe(4);
  });

  it('does not mix up inputs whose names hold separators', () => {
    const b = new GraphBuilder();
    const [a, c] = [b.input('a|b', 'float32', []), b.input('c', 'float32', [])];
    const [d, e] = [b.input('a', 'float32', []), b.input('b|c', 'float32', [])];
    expect(b.add(a, c)).not.toBe(b.add(d, e));
  });

  it('shares small constants when equal, by value and shape', () => {
    const b = new GraphBuilder();
    expect(b.scalar(2)).toBe(b.scalar(2));
    expect(b.constant([1, 2], [2])).not.toBe(b.constant([1, 2], [1, 2]));
  });

  it('sums to the shape that was broadcast', () => {
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', [2, 3, 4]);
    for (const shape of [[], [4], [3, 1], [1, 3, 4], [2, 1, 1], [2, 3, 4]]) expect(b.sumTo(x, shape).shape).toEqual(shape);
    expect(b.sumTo(x, [2, 3, 4])).toBe(x);
  });
});

/** What must not be built: operator, input shapes, attributes. */
const REFUSED: readonly (readonly [OpName, readonly (readonly number[])[], OpAttributes[OpName]])[] = [
  ['Add', [[2, 3], [2]], {}],
  ['Add', [], {}],
  ['Where', [[2], [3], []], {}],
  [
    'MatMul',
    [
      [2, 3],
      [2, 3],
    ],
    {},
  ],
  ['MatMul', [[3], [3, 2]], {}],
  [
    'MatMul',
    [
      [2, 2, 3],
      [3, 3, 2],
    ],
    {},
  ],
  [
    'Gemm',
    [
      [2, 3],
      [2, 3],
    ],
    { transA: false, transB: false },
  ],
  [
    'Gemm',
    [
      [2, 2, 3],
      [3, 2],
    ],
    { transA: false, transB: false },
  ],
  ['Reshape', [[2, 3]], { shape: [5] }],
  ['Reshape', [[2, 3]], { shape: [-2, -3] }],
  ['Reshape', [[2, 3]], { shape: [1.5, 4] }],
  [
    'Concat',
    [
      [2, 3],
      [3, 3],
    ],
    { axis: 1 },
  ],
  ['Concat', [[2, 3], [2]], { axis: 0 }],
  ['Concat', [[2, 3]], { axis: 2 }],
  ['Slice', [[4]], { starts: [], ends: [], steps: [] }],
  ['Slice', [[4]], { starts: [0], ends: [5], steps: [1] }],
  ['Slice', [[4]], { starts: [-1], ends: [4], steps: [1] }],
  ['Slice', [[4]], { starts: [0], ends: [4], steps: [0] }],
  ['Pad', [[4]], { before: [1, 0], after: [0, 0] }],
  ['Pad', [[4]], { before: [-1], after: [0] }],
  ['Transpose', [[2, 3]], { permutation: [0] }],
  ['Transpose', [[2, 3]], { permutation: [0, 0] }],
  ['Transpose', [[2, 3]], { permutation: [0, 2] }],
  ['Expand', [[2, 3]], { shape: [2] }],
  ['Expand', [[1, 3]], { shape: [-1, 3] }],
  ['Expand', [[1, 3]], { shape: [2 ** 40, 3] }],
  ['Pad', [[3]], { before: [0], after: [2 ** 33] }],
  ['ReduceSum', [[2, 3]], { axes: [2] }],
  ['ReduceMax', [[2, 3]], { axes: [] }],
  ['Softmax', [[2, 3]], { axis: 2 }],
  ['LayerNormalization', [[2, 3], [2], [3]], { axis: 1, epsilon: 1e-5 }],
  ['LayerNormalization', [[2, 3], [3]], { axis: 1, epsilon: 1e-5 }],
  ['Gather', [[], [2]], {}],
];

describe('shape rules', () => {
  it.each(REFUSED)('refuse %s of %j with %j', (op, shapes, attributes) => {
    const b = new GraphBuilder();
    const inputs = shapes.map((shape, i) => b.input(`x${i}`, 'float32', shape));
    expect(() => b.node(op, inputs, attributes as never)).toThrow(GraphShapeError);
  });
});

describe('types', () => {
  it('refuse a condition as a number, a number as a condition, and indices that are no integers', () => {
    const b = new GraphBuilder();
    const [x, i] = [b.input('x', 'float32', [2]), b.input('i', 'int32', [2])];
    const condition = b.greater(x, b.scalar(0));
    expect(b.where(condition, x, x).type).toBe('float32');
    expect(b.node('Gather', [x, i], {}).type).toBe('float32');
    expect(b.reshape(condition, [2, 1]).type).toBe('bool');
    expect(() => b.add(condition, x)).toThrow(GraphShapeError);
    expect(() => b.where(x, x, x)).toThrow(GraphShapeError);
    expect(() => b.where(condition, condition, x)).toThrow(GraphShapeError);
    expect(() => b.node('Gather', [x, x], {})).toThrow(GraphShapeError);
    expect(() => b.node('Concat', [condition, condition], { axis: 0 })).toThrow(GraphShapeError);
  });
});

describe('emitGraph', () => {
  it('writes only what the outputs need', () => {
    const b = new GraphBuilder();
    const [x, unused] = [b.input('x', 'float32', [2]), b.input('unused', 'float32', [2])];
    b.exp(unused);
    const y = b.mul(x, b.constant([1, 2], [2]));
    b.constant([3, 4], [2]);
    const graph = emitGraph(b, [y]);
    expect(liveNodes(b, [y]).length).toBe(1);
    expect(graph.inputs.map((v) => v.name)).toEqual(['x']);
    expect(graph.constants.length).toBe(1);
  });

  it('declares an output that is itself an input or a constant', () => {
    const b = new GraphBuilder();
    const [x, c] = [b.input('x', 'float32', [2]), b.constant([1, 2], [2])];
    const graph = emitGraph(b, [x, c]);
    expect(graph.inputs.map((v) => v.name)).toEqual([x.name]);
    expect(graph.constants.map((v) => v.name)).toEqual([c.name]);
  });

  it('shares integer operands', () => {
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', [2, 3]);
    const graph = emitGraph(b, [b.sum(x, [1]), b.mean(x, [1]), b.reshape(x, [3, 2])]);
    expect(graph.constants.map((c) => c.dims)).toEqual([[1], [2]]);
  });
});
