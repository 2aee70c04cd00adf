import { describe, expect, it } from 'vitest';
import { bools, counting, floats, ints, nodeOf, reals, type OpCase } from '../../../tests/support/interpreter-cases/case';
import type { OnnxNode } from '../onnx/graph';
import { canEvaluate, evaluateNode, interpretGraph } from './evaluate';
import { hostTensor, type HostTensor } from './host-tensor';
import { InterpreterError } from './interpreter-error';

function evaluate(each: OpCase): HostTensor[] {
  return evaluateNode(nodeOf(each), each.inputs, each.opset ?? 20);
}

function values(each: OpCase): number[] {
  return Array.from(evaluate(each)[0]?.data ?? []);
}

function codeOf(each: OpCase): string {
  try {
    evaluate(each);
  } catch (error) {
    if (error instanceof InterpreterError) return error.code;
    throw error;
  }
  return 'none';
}

describe('precision', () => {
  const third = hostTensor('float64', [1], [1 / 3]);

  it('keeps float64 through a cast to float32', () => {
    expect(values({ op: 'Cast', inputs: [third], attributes: { to: 1 } })).toEqual([1 / 3]);
  });

  it('rounds on a cast to float16 and bfloat16, ties to even', () => {
    const x = floats([1 / 3, 65520, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 1e-9]);
    const half = [0.333251953125, Infinity, 1, 1 + 2 ** -9, 0];
    expect(values({ op: 'Cast', inputs: [x], attributes: { to: 10 } })).toEqual(half);
    const y = floats([1 / 3, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 3.4e38, NaN]);
    const brain = [0.333984375, 1, 1 + 2 ** -6, Infinity, NaN];
    expect(values({ op: 'Cast', inputs: [y], attributes: { to: 16 } })).toEqual(brain);
  });

  it('saturates floats outside an integer type, and has no -0 there', () => {
    const x = floats([3e9, -3e9, NaN, -0.5, Infinity]);
    const expected = [2 ** 31 - 1, -(2 ** 31), 0, 0, 2 ** 31 - 1];
    expect(values({ op: 'Cast', inputs: [x], attributes: { to: 6 } })).toEqual(expected);
    expect(values({ op: 'Neg', inputs: [ints([0])] })).toEqual([0]);
  });

  it('computes in float64', () => {
    expect(values({ op: 'Add', inputs: [floats([1]), floats([2 ** -40])] })).toEqual([1 + 2 ** -40]);
  });
});

describe('opsets', () => {
  it('flattens the softmax to 2-D before opset 13', () => {
    const x = floats([0, 0, 0, 0], [1, 2, 2]);
    expect(values({ op: 'Softmax', inputs: [x], opset: 12 })).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(values({ op: 'Softmax', inputs: [x], opset: 13 })).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('knows start and end of Shape since 15 only', () => {
    const each: OpCase = { op: 'Shape', inputs: [counting([2, 3])], attributes: { start: 1 } };
    expect(values({ ...each, opset: 14 })).toEqual([2, 3]);
    expect(values({ ...each, opset: 15 })).toEqual([3]);
  });

  it('reads the floats of a constant', () => {
    const node: OnnxNode = {
      ...nodeOf({ op: 'Constant', inputs: [] }),
      attributes: new Map([['value_floats', { kind: 'floats', value: [0.5, 2] }]]),
    };
    expect(evaluateNode(node, [], 20)).toEqual([floats([0.5, 2])]);
  });
});

describe('refusals', () => {
  it.each<readonly [string, OpCase]>([
    ['shapes that do not broadcast', { op: 'Add', inputs: [reals([2]), reals([3])] }],
    ['types that differ', { op: 'Add', inputs: [reals([2]), ints([1, 2])] }],
    ['integer division by zero', { op: 'Div', inputs: [ints([1]), ints([0])] }],
    ['integer remainder by zero', { op: 'Mod', inputs: [ints([1]), ints([0])] }],
    ['float Mod without fmod', { op: 'Mod', inputs: [floats([1]), floats([2])] }],
    ['a missing input', { op: 'Add', inputs: [reals([2])] }],
    ['an index out of range', { op: 'Gather', inputs: [reals([2]), ints([2])] }],
    ['an index tuple out of range', { op: 'GatherND', inputs: [reals([2, 2]), ints([0, -3], [1, 2])] }],
    ['an axis out of range', { op: 'ReduceSum', inputs: [reals([2]), ints([1])] }],
    ['an impossible reshape', { op: 'Reshape', inputs: [reals([4]), ints([3, -1])] }],
    ['two free dimensions', { op: 'Reshape', inputs: [reals([4]), ints([-1, -1])] }],
    ['a range that never ends', { op: 'Range', inputs: [floats([0], []), floats([Infinity], []), floats([1], [])] }],
    ['a step of 0', { op: 'Slice', inputs: [reals([4]), ints([0]), ints([4]), ints([0]), ints([0])] }],
    ['an attribute of another kind', { op: 'Gather', inputs: [reals([2]), ints([0])], attributes: { axis: 'x' } }],
    ['training', { op: 'Dropout', inputs: [reals([2]), floats([0.5], []), bools([1], [])] }],
    ['a permutation that repeats', { op: 'Transpose', inputs: [reals([2, 2])], attributes: { perm: [0, 0] } }],
    ['a squeeze of a larger axis', { op: 'Squeeze', inputs: [reals([2]), ints([0])] }],
  ])('%s', (_, each) => expect(codeOf(each)).toBe('INTERPRETER_INVALID_NODE'));

  it.each<OpCase>([
    { op: 'ConstantOfShape', inputs: [ints([2 ** 20, 2 ** 20])] },
    { op: 'Expand', inputs: [reals([1]), ints([2 ** 29])] },
    { op: 'Range', inputs: [ints([0], []), ints([2 ** 40], []), ints([1], [])] },
    { op: 'Tile', inputs: [reals([2]), ints([2 ** 28])] },
    { op: 'OneHot', inputs: [ints([1]), ints([2 ** 30], []), floats([0, 1])] },
    { op: 'Pad', inputs: [reals([1]), ints([0, 2 ** 30])] },
    { op: 'Add', inputs: [reals([2 ** 15, 1]), reals([1, 2 ** 14])] },
  ])('too large a result of $op', (each) => expect(codeOf(each)).toBe('INTERPRETER_TOO_LARGE'));

  it('names an unknown op and its node', () => {
    const each: OpCase = { op: 'constructor', inputs: [] };
    expect(canEvaluate(nodeOf(each))).toBe(false);
    expect(() => evaluate(each)).toThrow('The interpreter has no op constructor. (node "constructor_0", op constructor)');
    expect(codeOf(each)).toBe('INTERPRETER_UNKNOWN_OP');
    expect(canEvaluate({ ...nodeOf({ op: 'Gelu', inputs: [] }), domain: 'com.microsoft' })).toBe(false);
  });
});

describe('interpretGraph', () => {
  const square: OnnxNode = { ...nodeOf({ op: 'Mul', inputs: [] }), name: 'square', inputs: ['x', 'x'], outputs: ['y'] };
  const halves: OnnxNode = { ...nodeOf({ op: 'Split', inputs: [] }), name: 'halves', inputs: ['y'], outputs: ['a', 'b'] };

  it('adds every output', () => {
    const graph = new Map([['x', floats([1, 2, 3, 4])]]);
    interpretGraph([square, halves], graph, 13);
    expect([...graph.keys()]).toEqual(['x', 'y', 'a', 'b']);
    expect(graph.get('b')).toEqual(floats([9, 16]));
  });

  it('names a value that is not there', () => {
    expect(() => interpretGraph([halves, square], new Map(), 13)).toThrow(/Input "y" has no value.*halves/);
  });
});
