import { describe, expect, it } from 'vitest';
import { decompositionCases } from '../../../../tests/support/decomposition-cases';
import { type OpCase, ints, nodeOf, real, reals } from '../../../../tests/support/interpreter-cases/case';
import { hostToStored, runNode } from '../../../../tests/support/one-node-model';
import { interpretGraph } from '../../interpreter/evaluate';
import { type HostTensor, hostTensor } from '../../interpreter/host-tensor';
import { storedToHost } from '../../interpreter/stored-to-host';
import type { OnnxGraph } from '../../onnx/graph';
import { decompose } from './decompose';
import { DECOMPOSITIONS } from './operators';

function graphOf(each: OpCase): OnnxGraph {
  const node = nodeOf(each);
  const initializers = each.inputs.flatMap((value, k) => (value === undefined ? [] : [hostToStored(node.inputs[k] ?? '', value)]));
  return { name: '', nodes: [node], initializers: new Map(initializers.map((t) => [t.name, t])), inputs: [], outputs: [] };
}

/** The decomposition in float64. Outputs that it does not make are missing. */
function interpret({ nodes, initializers }: OnnxGraph, outputs: readonly string[]): (HostTensor | undefined)[] {
  const values = new Map([...initializers].map(([name, tensor]) => [name, storedToHost(tensor)]));
  interpretGraph(nodes, values, 23);
  return outputs.map((name) => values.get(name));
}

function evaluateCase(each: OpCase): HostTensor {
  const [output] = interpret(decompose(graphOf(each)).graph, ['out0']);
  if (output === undefined) throw new TypeError(`${each.op} was not decomposed.`);
  return output;
}

/** x / √(mean(x²) + 1e-6) · scale over every `width` numbers. */
function norm(x: HostTensor | undefined, scale: HostTensor | undefined, width: number): HostTensor | undefined {
  if (x === undefined || scale === undefined) return undefined;
  return hostTensor(
    'float32',
    x.shape,
    x.data.map((value, i) => {
      const head = x.data.subarray(i - (i % width), i - (i % width) + width);
      return (value * (scale.data[i % width] ?? NaN)) / Math.sqrt(head.reduce((sum, y) => sum + y * y, 0) / width + 1e-6);
    }),
  );
}

function distance(actual: HostTensor, expected: HostTensor | undefined): number {
  if (expected === undefined) throw new TypeError('There is nothing to compare with.');
  expect({ dataType: actual.dataType, shape: actual.shape }).toEqual({ dataType: expected.dataType, shape: expected.shape });
  const norm = Math.sqrt(expected.data.reduce((sum, x) => sum + x * x, 0));
  return Math.sqrt(expected.data.reduce((sum, x, i) => sum + (x - (actual.data[i] ?? NaN)) ** 2, 0)) / norm;
}

const title = ({ op, domain, inputs, attributes }: OpCase, index: number): string =>
  `${index} ${domain ?? ''}:${op} ${inputs.map((x) => (x === undefined ? '-' : `[${x.shape}]`)).join(' ')} ${JSON.stringify(attributes)}`;

describe('every decomposition against the operator itself in onnxruntime', () => {
  it.each(decompositionCases.map((each, index) => [title(each, index), each] as const))('%s', async (_, each) => {
    const node = nodeOf(each);
    const { graph, refusals } = decompose(graphOf(each));
    expect([...refusals.values()]).toEqual([]);
    expect(graph.nodes.every(({ domain }) => domain === '')).toBe(true);
    const actual = interpret(graph, node.outputs);
    const expected = await runNode(node, each.inputs, actual, each.opset ?? 20);
    const made = actual.filter((tensor) => tensor !== undefined);
    expect(made.length).toBe(expected.length);
    made.forEach((tensor, k) => {
      expect(distance(tensor, expected[k])).toBeLessThan(1e-5);
    });
  });

  it('normalises the heads of queries and keys as a norm before the operator does, which the CPU kernel cannot', () => {
    const [heads, width, length] = [2, 16, 3];
    const [query, key, value] = [1, 2, 3].map(() => reals([1, length, heads * width]));
    const scales = [reals([width]), reals([width])] as const;
    const cache = reals([1, heads, 0, width]);
    const shape = { num_heads: heads, kv_num_heads: heads };
    const rest = [value, cache, cache, ints([length - 1], [1], 'int32'), ints([length], [], 'int32')] as const;
    const run = (inputs: OpCase['inputs']) =>
      evaluateCase({ op: 'GroupQueryAttention', domain: 'com.microsoft', inputs, attributes: shape });
    const none = Array.from({ length: 7 }, () => undefined);
    const normed = [query, key].map((x, i) => norm(x, scales[i], width));
    expect(distance(run([query, key, ...rest, ...none, ...scales]), run([...normed, ...rest]))).toBeLessThan(1e-6);
  });

  it('unpacks queries, keys and values that lie in one tensor, which the CPU kernel cannot', () => {
    const [heads, width, length] = [2, 4, 3];
    const packed = reals([1, length, heads, 3, width]);
    const part = (k: number): HostTensor => {
      const at = (i: number): number => Math.floor(i / width) * 3 * width + k * width + (i % width);
      return hostTensor(
        'float32',
        [1, length, heads * width],
        Float64Array.from({ length: length * heads * width }, (_, i) => packed.data[at(i)] ?? NaN),
      );
    };
    const run = (inputs: OpCase['inputs']) =>
      evaluateCase({ op: 'MultiHeadAttention', domain: 'com.microsoft', inputs, attributes: { num_heads: heads } });
    expect(distance(run([packed]), run([part(0), part(1), part(2)]))).toBeLessThan(1e-6);
  });

  it.each([
    ['GroupQueryAttention', { num_heads: 2, kv_num_heads: 2, smooth_softmax: 1 }, 'has a softmax with a sink'],
    ['GroupQueryAttention', { num_heads: 2, kv_num_heads: 2, causal: 0 }, 'looks at tokens that follow'],
    ['GroupQueryAttention', { num_heads: 2 }, 'does not say its kv_num_heads'],
    ['Attention', { num_heads: 2, do_rotary: 1 }, 'rotates inside'],
    ['FusedMatMul', { transBatchA: 1 }, 'transposes the batch'],
    ['RotaryEmbedding', { scale: real(2) }, 'scales its positions'],
    ['MultiHeadAttention', { num_heads: 2 }, 'has an input of unknown rank'],
  ])('leaves %s %j as it is, and says why', (op, attributes, reason) => {
    const node = { ...nodeOf({ op, domain: 'com.microsoft', inputs: [], attributes }), inputs: ['x', 'y', 'z'] };
    const decomposed = decompose({ name: '', nodes: [node], initializers: new Map(), inputs: [], outputs: [] });
    expect(decomposed.graph.nodes).toEqual([node]);
    expect([...decomposed.refusals]).toEqual([['out0', reason]]);
  });

  it('has a case for every decomposition', () => {
    const covered = new Set(decompositionCases.map(({ op, domain }) => `${domain ?? ''}:${op}`));
    // The same function under the domain that some exporters name.
    covered.add('com.microsoft:SimplifiedLayerNormalization');
    expect([...DECOMPOSITIONS.keys()].filter((name) => !covered.has(name))).toEqual([]);
  });
});
