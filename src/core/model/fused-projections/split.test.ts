import { describe, expect, it } from 'vitest';
import { floats, ints, nodeOf, reals } from '../../../../tests/support/interpreter-cases/case';
import { hostToStored } from '../../../../tests/support/one-node-model';
import { interpretGraph } from '../../interpreter/evaluate';
import type { HostTensor } from '../../interpreter/host-tensor';
import { storedToHost } from '../../interpreter/stored-to-host';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../../onnx/graph';
import { analysisGraph } from '../analysis-graph';
import { decompose } from '../decompose/decompose';
import { findParameters } from '../parameters';
import { TensorSlice, wholeTensors } from '../tensor-slice';

const node = (op: string, inputs: readonly string[], outputs: readonly string[], attributes = {}, domain = ''): OnnxNode => ({
  ...nodeOf({ op, domain, inputs: [], attributes }),
  inputs,
  outputs,
});

function graph(nodes: readonly OnnxNode[], tensors: Readonly<Record<string, HostTensor>>): OnnxGraph {
  const initializers = new Map(Object.entries(tensors).map(([name, tensor]) => [name, hostToStored(name, tensor)]));
  const ids = { name: 'ids', dataType: 'int64', shape: [1, 3] } as const;
  return { name: '', nodes, initializers, inputs: [ids], outputs: [{ name: 'out', dataType: 'float32', shape: null }] };
}

function evaluate({ nodes, initializers }: OnnxGraph): HostTensor | undefined {
  const values = new Map([...initializers].map(([name, tensor]) => [name, storedToHost(tensor)]));
  interpretGraph(nodes, values.set('ids', ints([0, 2, 1], [1, 3])), 20);
  return values.get('out');
}

/** tokens → one product → queries, keys and values → attention → output projection, in ONNX Runtime's operator. */
const contrib = graph(
  [
    node('Gather', ['table', 'ids'], ['x'], { axis: 0 }),
    node('Attention', ['x', 'Attention_0_qkv_weight', 'Attention_0_qkv_bias'], ['attended'], { num_heads: 2 }, 'com.microsoft'),
    node('MatMul', ['attended', 'onnx::MatMul_7'], ['projected']),
    node('Add', ['projected', 'encoder.layer.0.attention.output.dense.bias'], ['out']),
  ],
  {
    table: reals([4, 8]),
    Attention_0_qkv_weight: reals([8, 24]),
    Attention_0_qkv_bias: reals([24]),
    'onnx::MatMul_7': reals([8, 8]),
    'encoder.layer.0.attention.output.dense.bias': reals([8]),
  },
);

describe('projections that ONNX Runtime fused', () => {
  const analysed = analysisGraph(contrib, 17);

  it('have their PyTorch names and types again, and the output projection too', () => {
    const names = findParameters(analysed.graph).map(({ name, shape, types }) => [name, shape, types[1] ?? null]);
    expect(names).toEqual([
      ['table', [4, 8], 'all'],
      ['encoder.layer.0.attention.self.query.weight', [8, 8], 'attn_q'],
      ['encoder.layer.0.attention.self.query.bias', [8], 'attn_q'],
      ['encoder.layer.0.attention.self.key.weight', [8, 8], 'attn_k'],
      ['encoder.layer.0.attention.self.key.bias', [8], 'attn_k'],
      ['encoder.layer.0.attention.self.value.weight', [8, 8], 'attn_v'],
      ['encoder.layer.0.attention.self.value.bias', [8], 'attn_v'],
      ['encoder.layer.0.attention.output.dense.weight', [8, 8], 'attn_o'],
      ['encoder.layer.0.attention.output.dense.bias', [8], 'attn_o'],
    ]);
  });

  it('compute the same', () => {
    const [apart, together] = [evaluate(analysed.graph), evaluate(decompose(contrib).graph)];
    apart?.data.forEach((value, i) => {
      expect(value).toBeCloseTo(together?.data[i] ?? NaN, 12);
    });
    expect(apart?.shape).toEqual([1, 3, 8]);
  });
});

/** tokens → one product, cut in three by `tail` → q + 2k + 3v; every tail gives parts of 8 numbers for each of 3 tokens. */
function own(weight: string, tail: readonly OnnxNode[], tensors: Readonly<Record<string, HostTensor>>, product?: readonly OnnxNode[]) {
  const sum = [node('Mul', ['k', 'two'], ['2k']), node('Mul', ['v', 'three'], ['3v']), node('Sum', ['q', '2k', '3v'], ['out'])];
  const multiply = product ?? [node('MatMul', ['x', weight], ['y'])];
  const nodes = [node('Gather', ['table', 'ids'], ['x'], { axis: 0 }), ...multiply, ...tail, ...sum];
  const matrix = product === undefined ? { [weight]: reals([8, 24]) } : {};
  return graph(nodes, { table: reals([4, 8]), two: floats([2]), three: floats([3]), ...matrix, ...tensors });
}

const gather = (value: string, axis: number) => ['q', 'k', 'v'].map((part, index) => node('Gather', [value, `${index}`], [part], { axis }));
const indices = { 0: ints([0], []), 1: ints([1], []), 2: ints([2], []) };
const split = (value: string, axis: number, names = ['q', 'k', 'v']) => node('Split', [value], names, { axis });

const OWN: readonly (readonly [string, string, OnnxGraph])[] = [
  ['GTE: a Split of the last axis', 'encoder.layer.0.attention', own('encoder.layer.0.attention.qkv_proj.weight', [split('y', -1)], {})],
  [
    'ModernBERT: [tokens, 3, heads, width]',
    'layers.0.attn',
    own('layers.0.attn.Wqkv.weight', [node('Reshape', ['y', 'shape'], ['r']), split('r', 2)], { shape: ints([0, 0, 3, -1, 4]) }),
  ],
  [
    'vision transformers: the three moved to the front',
    'blocks.0.attn',
    own(
      'blocks.0.attn.qkv.weight',
      [node('Reshape', ['y', 'shape'], ['r']), node('Transpose', ['r'], ['t'], { perm: [2, 0, 3, 1, 4] }), ...gather('t', 0)],
      { shape: ints([1, 3, 3, 2, 4]), ...indices },
    ),
  ],
  [
    'PyTorch: out × in, through a Transpose, with a bias',
    'layers.0.self_attn',
    own(
      'layers.0.self_attn.in_proj_weight',
      [
        node('Reshape', ['y', 'shape'], ['r']),
        node('Unsqueeze', ['r', 'zero'], ['u']),
        node('Transpose', ['u'], ['t'], { perm: [3, 1, 2, 0, 4] }),
        node('Squeeze', ['t', 'minus2'], ['s']),
        ...gather('s', 0),
      ],
      {
        'layers.0.self_attn.in_proj_weight': reals([24, 8]),
        'layers.0.self_attn.in_proj_bias': reals([24]),
        ...{ shape: ints([0, 0, 3, 8]), zero: ints([0]), minus2: ints([-2]), ...indices },
      },
      [
        node('Transpose', ['layers.0.self_attn.in_proj_weight'], ['wt'], { perm: [1, 0] }),
        node('MatMul', ['x', 'wt'], ['p']),
        node('Add', ['p', 'layers.0.self_attn.in_proj_bias'], ['y']),
      ],
    ),
  ],
  [
    'GPT-2: a Gemm of rows, with a bias',
    'h.0.attn',
    own(
      'h.0.attn.c_attn.weight',
      [node('Reshape', ['y', 'back'], ['r']), split('r', 2)],
      { 'h.0.attn.c_attn.weight': reals([8, 24]), 'h.0.attn.c_attn.bias': reals([24]), rows: ints([-1, 8]), back: ints([1, 3, 24]) },
      [node('Reshape', ['x', 'rows'], ['flat']), node('Gemm', ['flat', 'h.0.attn.c_attn.weight', 'h.0.attn.c_attn.bias'], ['y'])],
    ),
  ],
];

describe('a projection of the architecture itself', () => {
  it.each(OWN)('%s', (_, module, file) => {
    const { graph: apart, whole } = analysisGraph(file, 17);
    expect([...whole]).toEqual([]);
    const matrices = findParameters(apart).filter(({ shape, name }) => shape.length === 2 && name !== 'table');
    expect(matrices.map(({ name, shape, types }) => [name, shape, types[1]])).toEqual(
      ['q', 'k', 'v'].map((part) => [`${module}.${part}_proj.weight`, [8, 8], `attn_${part}`]),
    );
    const [ours, theirs] = [evaluate(apart), evaluate(file)];
    expect(ours?.shape).toEqual(theirs?.shape);
    expect([...(ours?.data ?? [])]).toEqual([...(theirs?.data ?? [NaN])]);
  });

  it.each([
    ['three parts in every head', [0, 0, 2, 3, 4], 3, /of each head lie together/],
    ['three of width inside every head', [0, 0, 2, 12], 3, /of each head lie together/],
    ['rows of another meaning', [0, 4, -1], 2, /does not show which part/],
  ])('stays one, with the reason: %s', (_, shape, axis, reason) => {
    const name = 'layers.0.attention.query_key_value.weight';
    const file = own(name, [node('Reshape', ['y', 'shape'], ['r']), split('r', axis)], { shape: ints(shape) });
    const { graph: same, whole } = analysisGraph(file, 17);
    expect(same.nodes).toHaveLength(file.nodes.length);
    expect(whole.get(name)).toMatch(reason);
  });
});

describe('TensorSlice', () => {
  const whole: StoredTensor = hostToStored('w', floats([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]));
  const left = new TensorSlice('a', whole, 1, 0, 1);
  const right = new TensorSlice('b', whole, 1, 1, 3);

  it('gathers its columns', () => {
    expect([...storedToHost(left).data]).toEqual([1, 5]);
    expect([...storedToHost(right).data]).toEqual([2, 3, 4, 6, 7, 8]);
    expect([...storedToHost(new TensorSlice('c', whole, 0, 1, 1)).data]).toEqual([5, 6, 7, 8]);
    for (const { bytes } of [left, right]) {
      const all = bytes.subarray();
      for (let end = 0; end <= all.length; end++) expect(bytes.subarray(end >> 1, end)).toEqual(all.subarray(end >> 1, end));
    }
  });

  it('is put back where it came from, with the others', () => {
    const replaced = wholeTensors(
      new Map([
        [left, () => hostToStored('', floats([0, 9])).bytes.subarray()],
        [right, () => hostToStored('', floats([2, 0, 4, 6, 7, 0])).bytes.subarray()],
      ]),
    );
    expect([...replaced.keys()]).toEqual([whole]);
    expect([...storedToHost({ ...whole, bytes: replaced.get(whole)!() }).data]).toEqual([0, 2, 0, 4, 9, 6, 7, 0]);
    expect([...storedToHost(whole).data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
