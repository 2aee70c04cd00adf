import { describe, expect, it } from 'vitest';
import { type GoldenModel, loadGolden } from '../../../tests/support/golden';
import { evaluateGraph } from '../../../tests/support/gradients/evaluate-graph';
import { hostValues, interpretModel, padded } from '../../../tests/support/interpret-model';
import { loadModelFiles } from '../../../tests/support/models';
import * as proto from '../../../tests/support/proto';
import { pool } from '../autodiff/loss';
import { RULES } from '../autodiff/registry';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import { UnsupportedModelError, UnsupportedOperatorError } from '../model/errors';
import { toFloat32Graph } from '../model/float32-graph';
import { findParameters } from '../model/parameters';
import { poolingWeights } from '../model/pooling';
import { findWeights } from '../model/weights';
import type { OnnxGraph, OnnxModel } from '../onnx/graph';
import { readModel } from '../onnx/read-model';
import { type Specialization, specialize } from './specialize';

const MODELS = [
  'tiny-bert',
  'tiny-bert-cls-dynamo',
  'tiny-distilbert',
  'tiny-qwen3',
  'tiny-qwen3-legacy',
  'all-MiniLM-L6-v2',
] as const satisfies readonly GoldenModel[];

const opsetOf = (model: OnnxModel): number => model.opsets.get('') ?? 0;

function specialized(model: OnnxModel, rows: number, length: number): Specialization {
  const weights = new Set(findParameters(model.graph).map(({ initializer }) => initializer));
  return specialize({ graph: model.graph, opset: opsetOf(model), weights, output: model.graph.outputs[0]?.name ?? '' }, rows, length);
}

/** The weights and everything the host computes for a batch. */
function feedsOf(model: OnnxModel, plan: Specialization, tokens: ReturnType<typeof padded>): Map<Value, ArrayLike<number>> {
  const weights = new Map(findWeights(model.graph).map(({ value, tensor }) => [value, tensor]));
  const feeds = new Map<Value, ArrayLike<number>>();
  for (const [name, value] of plan.parameters) feeds.set(value, hostValues(weights.get(name)!).data);
  for (const [value, tensor] of plan.host.evaluate(tokens)) feeds.set(value, tensor.data);
  return feeds;
}

function largestDifference(ours: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Array.from(expected).reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  if (ours.length !== expected.length) return Infinity;
  // Math.max keeps a NaN.
  return Array.from(expected).reduce((max, x, i) => Math.max(max, Math.abs(x - (ours[i] ?? NaN))), 0) / scale;
}

const BATCHES = [
  [
    [2, 7, 11, 5, 3],
    [2, 9, 3],
  ],
  [[2, 4, 3], [2, 3], [2, 8, 6, 3, 9, 3, 7], [5]],
];

describe.each(MODELS)('%s as a static graph', (name) => {
  const files = loadModelFiles(name);
  const model = readModel(files.model, files.external);
  const batches = name === 'all-MiniLM-L6-v2' ? BATCHES.slice(0, 1) : BATCHES;

  it.each(batches.map((rows) => [rows.length, Math.max(...rows.map((row) => row.length)), rows] as const))(
    'has the hidden states of the file for %i × %i tokens, padded on the right',
    (count, length, rows) => {
      const tokens = padded(rows);
      const plan = specialized(model, count, length);
      expect(plan.hidden.shape.slice(0, 2)).toEqual([count, length]);
      const [ours] = evaluateGraph(plan.builder, [plan.hidden], feedsOf(model, plan, tokens));
      const expected = interpretModel(model, tokens, count).get(model.graph.outputs[0]!.name);
      // Constants that were folded on the host are float32 in the static graph.
      expect(largestDifference(ours!.data, expected!.data)).toBeLessThan(1e-6);
    },
  );

  it('gives the golden embeddings', () => {
    const { json } = loadGolden(name);
    const rows = json.input_ids_first4_domain_queries;
    const tokens = padded(rows);
    const length = tokens.inputIds.length / rows.length;
    const float32 = { ...model, graph: toFloat32Graph(model.graph, new Set(findWeights(model.graph).map(({ value }) => value)), 1e-12) };
    const plan = specialized(float32, rows.length, length);
    const weights = plan.builder.input('pooling', 'float32', [rows.length, 1, length]);
    const feeds = feedsOf(model, plan, tokens).set(
      weights,
      poolingWeights(json.pooling === 'last' ? 'lasttoken' : json.pooling, { ...tokens, rows: rows.length, length }),
    );
    const [embeddings] = evaluateGraph(plan.builder, [pool(plan.builder, plan.hidden, weights)], feeds);
    expect(largestDifference(embeddings!.data, json.embeddings_first4_domain_queries.flat())).toBeLessThan(1e-6);
  });

  it('has float operators with rules only, and no shape arithmetic', () => {
    const plan = specialized(model, 2, 5);
    const graph = emitGraph(plan.builder, [plan.hidden]);
    expect(graph.nodes.filter((node) => !Object.hasOwn(RULES, node.opType)).map((node) => node.opType)).toEqual([]);
    expect(new Set(graph.inputs.map((input) => input.dataType)).has('int64')).toBe(false);
    expect(graph.inputs.every((input) => input.shape?.every((dim) => typeof dim === 'number') === true)).toBe(true);
    // What is left in int64 are operands: axes, shapes, starts.
    expect(graph.constants.filter((c) => c.dataType === 'int64').every((c) => c.dims.length === 1 && c.bytes.length <= 64)).toBe(true);
  });

  it('has every weight as an input', () => {
    const plan = specialized(model, 1, 3);
    expect([...plan.parameters.keys()].sort()).toEqual(
      findWeights(model.graph)
        .map(({ value }) => value)
        .sort(),
    );
  });
});

function failure(graph: OnnxGraph, output = graph.outputs[0]!.name): unknown {
  const weights = new Set(findWeights(graph).map(({ value }) => value));
  try {
    specialize({ graph, opset: 17, weights, output }, 2, 5);
  } catch (error) {
    return error;
  }
  return null;
}

describe('specialize refuses', () => {
  const { graph } = readModel(loadModelFiles('tiny-bert').model);
  const replaced = (opType: string, change: Partial<OnnxGraph['nodes'][number]>): OnnxGraph => {
    const at = graph.nodes.findIndex((node) => node.opType === opType);
    return { ...graph, nodes: graph.nodes.map((node, i) => (i === at ? { ...node, ...change } : node)) };
  };

  it('nothing about the model as it is', () => {
    expect(failure(graph)).toBe(null);
  });

  it.each([
    ['FancyNorm', ''],
    ['FancyNorm', 'com.example'],
    ['CumSum', ''],
    ['__proto__', ''],
    ['constructor', ''],
  ])('the operator %s of domain "%s", by name and node, and says what is supported', (opType, domain) => {
    const error = failure(replaced('Erf', { opType, domain, name: 'the_node' }));
    expect(error).toBeInstanceOf(UnsupportedOperatorError);
    expect(error).toMatchObject({ code: 'UNSUPPORTED_OPERATOR', place: 'node the_node' });
    expect((error as Error).message).toContain(`${domain === '' ? '' : `${domain}.`}${opType} cannot be differentiated`);
    expect((error as Error).message).toMatch(/Supported .*: Abs, Add, .*MatMul.*Where/);
  });

  it('an input it does not know', () => {
    const rename = (name: string): string => (name === 'token_type_ids' ? 'pixel_values' : name);
    const nodes = graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename) }));
    const error = failure({ ...graph, nodes, inputs: graph.inputs.map((input) => ({ ...input, name: rename(input.name) })) });
    expect(error).toBeInstanceOf(UnsupportedModelError);
    expect(error).toMatchObject({ place: 'input pixel_values', message: expect.stringContaining('attention_mask') as string });
  });

  it('an output that is no sequence of hidden states', () => {
    const { node, int, output, input, tensor, bytes, message, string, model } = proto;
    const axes = tensor('axes', 7, [1], bytes(9, [1, 0, 0, 0, 0, 0, 0, 0]));
    const table = tensor('table', 1, [3, 2], bytes(9, new Uint8Array(24)));
    const keep = message(5, string(1, 'keepdims'), int(3, 0), int(20, 2));
    const nodes = [node('Gather', ['table', 'input_ids'], ['h']), node('ReduceSum', ['h', 'axes'], ['pooled'], keep)];
    const pooled = readModel(model(input('input_ids'), axes, table, ...nodes, output('pooled'))).graph;
    expect(failure(pooled)).toMatchObject({ code: 'UNSUPPORTED_MODEL', place: 'output pooled' });
    expect(failure(pooled, 'h')).toBe(null);
    expect(failure(pooled, 'input_ids')).toMatchObject({ code: 'UNSUPPORTED_MODEL', place: 'output input_ids' });
    expect(failure(pooled, 'nothing')).toMatchObject({ code: 'UNSUPPORTED_MODEL', place: 'output nothing' });
  });

  it('operands that do not fit, naming the node', () => {
    const at = graph.nodes.find((node) => node.opType === 'MatMul' && node.inputs.some((name) => graph.initializers.has(name)));
    const weight = at!.inputs.find((name) => graph.initializers.has(name))!;
    const stored = graph.initializers.get(weight)!;
    const initializers = new Map(graph.initializers).set(weight, { ...stored, dims: [stored.bytes.length / 4, 1] });
    const error = failure({ ...graph, initializers });
    expect(error).toMatchObject({ code: 'UNSUPPORTED_MODEL', place: `node ${at!.name}` });
    expect((error as Error).message).toMatch(/MatMul does not fit/);
  });
});
