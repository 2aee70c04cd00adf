import { describe, expect, it } from 'vitest';
import { floats, ints, nodeOf, reals } from '../../../tests/support/interpreter-cases/case';
import { hostToStored } from '../../../tests/support/one-node-model';
import { interpretGraph } from '../interpreter/evaluate';
import type { HostTensor } from '../interpreter/host-tensor';
import { storedToHost } from '../interpreter/stored-to-host';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { analysisGraph } from './analysis-graph';
import { decompose } from './decompose/decompose';
import { findParameters } from './parameters';
import { TensorSlice, wholeTensors } from './tensor-slice';

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

describe('a projection of the architecture itself', () => {
  it('stays one', () => {
    const own = graph(
      [
        node('Gather', ['table', 'ids'], ['x'], { axis: 0 }),
        node('MatMul', ['x', 'encoder.layer.0.attention.qkv_proj.weight'], ['y']),
        node('Split', ['y', 'sizes'], ['q', 'k', 'v'], { axis: -1 }),
        node('Add', ['q', 'k'], ['s']),
        node('Add', ['s', 'v'], ['out']),
      ],
      { table: reals([4, 8]), 'encoder.layer.0.attention.qkv_proj.weight': reals([8, 24]), sizes: ints([8, 8, 8]) },
    );
    expect(analysisGraph(own, 17).graph.nodes).toHaveLength(5);
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
  });

  it('is put back where it came from, with the others', () => {
    const replaced = wholeTensors(
      new Map([
        [left, hostToStored('', floats([0, 9])).bytes],
        [right, hostToStored('', floats([2, 0, 4, 6, 7, 0])).bytes],
      ]),
    );
    expect([...replaced.keys()]).toEqual([whole]);
    expect([...storedToHost({ ...whole, bytes: replaced.get(whole)! }).data]).toEqual([0, 2, 0, 4, 9, 6, 7, 0]);
    expect([...storedToHost(whole).data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
