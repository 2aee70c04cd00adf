import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../../tests/support/gradients/evaluate-graph';
import { algebraCases } from '../../../tests/support/interpreter-cases/algebra';
import { floats, ints, nodeOf, type OpCase, real, reals } from '../../../tests/support/interpreter-cases/case';
import { elementwiseCases } from '../../../tests/support/interpreter-cases/elementwise';
import { indexingCases } from '../../../tests/support/interpreter-cases/indexing';
import { movementCases } from '../../../tests/support/interpreter-cases/movement';
import { hostToStored } from '../../../tests/support/one-node-model';
import { evaluateNode } from '../interpreter/evaluate';
import { type HostTensor, hostTensor } from '../interpreter/host-tensor';
import { UnsupportedModelError, UnsupportedOperatorError } from '../model/errors';
import type { Value } from '../ir/ops';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { LOWERINGS } from './lowerings';
import { specialize } from './specialize';

/** Cases of the interpreter's own tests, and what those do not have. */
const CASES: readonly OpCase[] = [
  ...elementwiseCases,
  ...movementCases,
  ...indexingCases,
  ...algebraCases,
  ...['Greater', 'Less'].map((op) => ({ op, inputs: [reals([2, 3]), reals([3])] })),
  { op: 'Concat', inputs: [reals([2, 3]), reals([2, 1]), reals([2, 2])], attributes: { axis: -1 } },
  { op: 'Pad', inputs: [reals([2, 3]), ints([1, 0, 0, 2])] },
  { op: 'Pad', inputs: [reals([2, 3]), ints([0, 1, 0, 0]), floats([0], [])] },
  { op: 'Tile', inputs: [reals([1, 1]), ints([1, 2000])] },
  { op: 'ReduceMean', inputs: [reals([2, 3])], attributes: { noop_with_empty_axes: 1 } },
  { op: 'ReduceMax', inputs: [reals([2, 3])], attributes: { noop_with_empty_axes: 1, keepdims: 0 } },
  { op: 'IsNaN', inputs: [reals([2, 3])] },
  { op: 'Pow', inputs: [reals([2, 3]), floats([1], [])] },
  { op: 'Pow', inputs: [reals([2, 3]), floats([2], [])] },
  { op: 'Pow', inputs: [reals([2, 3]), floats([3], [1, 1, 1])] },
  { op: 'Pow', inputs: [reals([2, 3], 0.1, 2), floats([0.5], [])] },
  { op: 'Pow', inputs: [reals([2, 3]), floats([2], [1, 1, 1])] },
  { op: 'Pow', inputs: [reals([3], 0.1, 2), floats([1, 2, 0.5, -1], [4, 1])] },
  { op: 'Gemm', inputs: [reals([2, 3]), reals([4, 3]), reals([4])], attributes: { transB: 1, alpha: real(0.5), beta: real(2) } },
  { op: 'Gemm', inputs: [reals([3, 2]), reals([3, 4]), reals([])], attributes: { transA: 1 } },
  { op: 'Softmax', inputs: [reals([2, 3, 4])], attributes: { axis: 1 }, opset: 11 },
  { op: 'Softmax', inputs: [reals([2, 3, 4])], opset: 11 },
  { op: 'Softmax', inputs: [reals([2, 3, 4])], attributes: { axis: 0 } },
  { op: 'LogSoftmax', inputs: [reals([2, 3, 4])], attributes: { axis: 1 } },
  { op: 'LogSoftmax', inputs: [reals([2, 3, 4])], opset: 11 },
  { op: 'Gather', inputs: [reals([3, 4]), ints([-1], [])], attributes: { axis: 1 } },
  { op: 'Gather', inputs: [reals([2, 3, 4]), ints([0, -2, 1, 1], [2, 2])], attributes: { axis: 1 } },
  { op: 'Split', inputs: [reals([2, 7])], attributes: { axis: 1, num_outputs: 3 }, outputs: 3 },
  { op: 'Split', inputs: [reals([2, 6])], attributes: { axis: -1 }, outputs: 3, opset: 11 },
  { op: 'Slice', inputs: [reals([7]), ints([-6]), ints([2 ** 31]), ints([0]), ints([2])] },
  { op: 'Slice', inputs: [reals([3, 7]), ints([5]), ints([2]), ints([-1]), ints([1])] },
  { op: 'Flatten', inputs: [reals([2, 3, 4])], attributes: { axis: -1 } },
  { op: 'Tile', inputs: [reals([2, 3]), ints([2, 3])] },
  { op: 'ReduceSum', inputs: [reals([2, 3]), ints([], [0])] },
  { op: 'ReduceMean', inputs: [reals([2, 3])], attributes: { axes: [-1], keepdims: 0 }, opset: 13 },
  { op: 'Pad', inputs: [reals([2, 3]), ints([1, 0]), floats([0], []), ints([-1])] },
];

/** Tie with a weight, so that it is an activation: in · factor, factor = 1. */
const FACTOR = hostTensor('float32', [], [1]);
const YES = hostTensor('float32', [], [2]);
const NO = hostTensor('float32', [], [3]);

const plain = (opType: string, inputs: readonly string[], output: string): OnnxNode => ({
  name: `${opType} of ${output}`,
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes: new Map(),
  metadata: new Map(),
});

interface Built {
  readonly graph: OnnxGraph;
  readonly weights: ReadonlyMap<string, HostTensor>;
}

/** The node between activations and a rank-3 output: conditions choose between two weights, outputs are laid out side by side. */
function build(node: OnnxNode, inputs: OpCase['inputs'], onDevice: (index: number) => boolean, results: readonly HostTensor[]): Built {
  const initializers = new Map<string, StoredTensor>();
  const weights = new Map<string, HostTensor>([
    ['factor', FACTOR],
    ['yes', YES],
    ['no', NO],
  ]);
  const nodes: OnnxNode[] = [];
  const store = (name: string, tensor: HostTensor): void => void initializers.set(name, hostToStored(name, tensor));
  inputs.forEach((tensor, index) => {
    const name = node.inputs[index] ?? '';
    if (tensor === undefined) return;
    if (!onDevice(index)) {
      store(name, tensor);
      return;
    }
    weights.set(`weight_${name}`, tensor);
    nodes.push(plain('Mul', [`weight_${name}`, 'factor'], name));
  });
  nodes.push(node);
  const parts = results.map((result, k) => {
    let part = node.outputs[k] ?? '';
    if (result.dataType === 'bool') {
      nodes.push(plain('Where', [part, 'yes', 'no'], `chosen_${k}`));
      part = `chosen_${k}`;
    }
    store(`shape_${k}`, hostTensor('int64', [3], [1, 1, result.data.length]));
    nodes.push(plain('Reshape', [part, `shape_${k}`], `part_${k}`));
    return `part_${k}`;
  });
  const axis = { kind: 'int', value: 2 } as const;
  nodes.push({ ...plain('Concat', parts, 'hidden'), attributes: new Map([['axis', axis]]) });
  for (const [name, tensor] of weights) store(name, tensor);
  return { graph: { name: 'g', nodes, initializers, inputs: [], outputs: [] }, weights };
}

/** Null when the lowering gives what the node gives; otherwise how it refused. @throws Error when the numbers differ */
function compare(each: OpCase, onDevice: (index: number) => boolean): string | null {
  const node = nodeOf(each);
  const opset = each.opset ?? 20;
  const expected = evaluateNode(node, each.inputs, opset).slice(0, each.op === 'Dropout' ? 1 : node.outputs.length);
  const { graph, weights } = build(node, each.inputs, onDevice, expected);
  let plan;
  try {
    plan = specialize({ graph, opset, weights: new Set(weights.keys()), output: 'hidden' }, 1, 1);
  } catch (error) {
    if (error instanceof UnsupportedOperatorError || error instanceof UnsupportedModelError) return error.message;
    throw error;
  }
  const feeds = new Map<Value, ArrayLike<number>>([...plan.parameters].map(([name, value]) => [value, weights.get(name)!.data]));
  const tokens = { inputIds: Int32Array.of(0), attentionMask: Int32Array.of(1), tokenTypeIds: Int32Array.of(0) };
  for (const [value, tensor] of plan.host.evaluate(tokens)) feeds.set(value, tensor.data);
  const ours = evaluateGraph(plan.builder, [plan.hidden], feeds)[0]!.data;
  const wanted = expected.flatMap(({ dataType, data }) => Array.from(data, (x) => (dataType === 'bool' ? (x === 1 ? 2 : 3) : x)));
  expect(ours.length).toBe(wanted.length);
  const wrong = wanted.flatMap((x, i) =>
    Object.is(x, ours[i]) || Math.abs(x - ours[i]!) <= 2e-7 * (1 + Math.abs(x)) ? [] : [[i, x, ours[i]]],
  );
  expect(wrong).toEqual([]);
  return null;
}

const isFloatInput = (tensor: HostTensor | undefined): boolean => tensor?.dataType === 'float32';
const usable = CASES.filter(
  ({ op, inputs }) =>
    LOWERINGS.has(op) &&
    isFloatInput(inputs.find((tensor) => tensor?.dataType !== 'bool')) &&
    inputs.every((tensor) => tensor === undefined || (tensor.data.length > 0 && tensor.data.every(Number.isFinite))),
);

function variants(each: OpCase): readonly (readonly [string, (index: number) => boolean])[] {
  const first = each.inputs.findIndex(isFloatInput);
  const all = (index: number): boolean => isFloatInput(each.inputs[index]);
  const several = each.inputs.filter(isFloatInput).length > 1;
  return several
    ? [
        ['first input', (index) => index === first],
        ['last input', (index) => index === each.inputs.findLastIndex(isFloatInput)],
        ['every input', all],
      ]
    : [['its input', all]];
}

const rows = usable.flatMap((each, index) =>
  variants(each).map(([what, onDevice]) => {
    const shapes = each.inputs.map((tensor) => (tensor === undefined ? '-' : `[${tensor.shape.join()}]`)).join(' ');
    return [`${index} ${each.op} ${shapes} opset ${each.opset ?? 20}, ${what} an activation`, each, onDevice] as const;
  }),
);

describe('every lowering against the interpreter on the original node', () => {
  const compared = new Set<string>();
  const refusals = new Set<string>();

  it.each(rows)('%s', (_, each, onDevice) => {
    const refusal = compare(each, onDevice);
    if (refusal === null) compared.add(each.op);
    else refusals.add(refusal.replace(/ \(.*\)$/, ''));
  });

  it('compares every operator that has a lowering', () => {
    expect([...LOWERINGS.keys()].filter((op) => !compared.has(op))).toEqual([]);
  });

  it('refuses only what has no place in a differentiated graph', () => {
    expect([...refusals].sort()).toMatchInlineSnapshot(`
      [
        "Cast rounds activations to integers, so it cannot be differentiated.",
        "LayerNormalization also gives out its mean and deviation, so it cannot be differentiated.",
        "MatMul multiplies a vector, so it cannot be differentiated.",
        "Pad has an input 2 that depends on the data, so it cannot be differentiated.",
        "Pad pads by a negative amount, so it cannot be differentiated.",
        "Pad pads with something else than zeros, so it cannot be differentiated.",
        "Slice runs backwards, so it cannot be differentiated.",
        "Tile repeats an activation [1,2000] times, so it cannot be differentiated.",
      ]
    `);
  });
});
