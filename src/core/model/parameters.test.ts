import { describe, expect, it } from 'vitest';
import { type GoldenModel, loadGolden, relativeDifference } from '../../../tests/support/golden';
import { loadModelFiles } from '../../../tests/support/models';
import { storedToHost } from '../interpreter/stored-to-host';
import { elementBytes } from '../onnx/data-types';
import type { OnnxGraph, StoredTensor } from '../onnx/graph';
import { readModel } from '../onnx/read-model';
import { sizeOf } from '../tensor';
import { analysisGraph } from './analysis-graph';
import type { Parameter } from './parameter';
import { findParameters } from './parameters';
import { type Weight, findWeights } from './weights';

const MODELS = [
  'tiny-bert',
  'tiny-bert-cls-dynamo',
  'tiny-distilbert',
  'tiny-qwen3',
  'tiny-qwen3-legacy',
  'all-MiniLM-L6-v2',
] as const satisfies readonly GoldenModel[];

function read(name: GoldenModel): OnnxGraph {
  const files = loadModelFiles(name);
  return analysisGraph(readModel(files.model, files.external).graph, 17).graph;
}

/** One element, by its row-major index in PyTorch's layout. */
function element(tensor: StoredTensor, { shape, transposed }: Parameter, index: number): number {
  const [rows = 1, columns = 1] = shape;
  const at = transposed ? (index % columns) * rows + Math.floor(index / columns) : index;
  const size = elementBytes(tensor.dataType);
  return storedToHost({ ...tensor, dims: [1], bytes: tensor.bytes.subarray(at * size, (at + 1) * size) }).data[0] ?? NaN;
}

describe.each([...MODELS, 'tiny-qwen3-genai'] as const)('the weights of %s', (name) => {
  const graph = read(name);
  const parameters = findParameters(graph);
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const golden = loadGolden(name).json.tensors;

  it('are those of PyTorch, by name', () => {
    expect([...byName.keys()].sort()).toEqual(Object.keys(golden).sort());
    expect(byName.size).toBe(parameters.length);
  });

  it.each(Object.keys(golden))('%s: shape, types and candidacy', (weight) => {
    const ours = byName.get(weight);
    const theirs = golden[weight];
    expect(ours?.shape).toEqual(theirs?.shape);
    expect(ours?.prunable).toBe(theirs?.candidate);
    expect(ours?.types).toEqual(expect.arrayContaining(theirs?.types ?? []));
  });

  it('have the golden values in PyTorch’s layout', () => {
    const tensors = new Map(findWeights(graph).map((weight) => [weight.value, weight.tensor]));
    for (const parameter of parameters) {
      const samples = golden[parameter.name]?.weight.samples ?? [];
      const tensor = tensors.get(parameter.initializer)!;
      const size = sizeOf(parameter.shape);
      const ours = samples.map((_, i) => element(tensor, parameter, Math.floor((i * (size - 1)) / Math.max(1, samples.length - 1))));
      expect(relativeDifference(ours, samples), parameter.name).toBeLessThan(1e-12);
    }
  });
});

/** The graph with every name made opaque and all traces of the exporter removed. */
function anonymous(graph: OnnxGraph): { graph: OnnxGraph; renamed: ReadonlyMap<string, string> } {
  const renamed = new Map<string, string>();
  const rename = (name: string): string => {
    if (name === '') return '';
    const known = renamed.get(name) ?? (/inv_freq|rotary/.test(name) ? name : `v${renamed.size}`);
    renamed.set(name, known);
    return known;
  };
  const nodes = graph.nodes.map((node, i) => ({
    ...node,
    name: `n${i}`,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    metadata: new Map<string, string>(),
  }));
  const initializers = new Map([...graph.initializers].map(([name, tensor]) => [rename(name), { ...tensor, name: rename(name) }]));
  const infos = (list: OnnxGraph['inputs']) => list.map((info) => ({ ...info, name: rename(info.name) }));
  return { graph: { name: 'g', nodes, initializers, inputs: infos(graph.inputs), outputs: infos(graph.outputs) }, renamed };
}

describe.each(MODELS)('%s without names', (name) => {
  const graph = read(name);
  const named = findParameters(graph);
  const { graph: bare, renamed } = anonymous(graph);
  const found = new Map(findParameters(bare).map((parameter) => [parameter.initializer, parameter]));

  it('has the same weights under their opaque names', () => {
    expect([...found.keys()].sort()).toEqual(named.map(({ initializer }) => renamed.get(initializer)).sort());
    for (const parameter of found.values()) expect(parameter.name).toBe(parameter.initializer);
  });

  it.each(named.filter(({ shape }) => shape.length === 2).map((each) => [each.name, each] as const))(
    '%s: type and layer by structure',
    (_, each) => {
      const structural = found.get(renamed.get(each.initializer) ?? '');
      expect({ types: structural?.types, layer: structural?.layer }).toEqual({ types: each.types, layer: each.layer });
      expect({ shape: structural?.shape, transposed: structural?.transposed }).toEqual({ shape: each.shape, transposed: each.transposed });
    },
  );
});

describe('findParameters', () => {
  it('keeps a weight whose name says nothing, without a type when its place says nothing either', () => {
    const { graph } = anonymous(read('tiny-bert'));
    const norms = findParameters(graph).filter(({ shape }) => shape.length === 1);
    expect(norms.length).toBeGreaterThan(10);
    for (const { types, prunable } of norms) expect({ types, prunable }).toEqual({ types: [], prunable: false });
  });

  it('gives every weight a name of its own', () => {
    const graph = read('tiny-bert');
    const nodes = graph.nodes.map((node) => ({ ...node, name: node.name === '' ? '' : '/encoder/layer.0/same/MatMul' }));
    const parameters = findParameters({ ...graph, nodes });
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
    expect(parameters.length).toBe(findWeights(graph).length);
  });

  it('finds a weight by each of its uses once', () => {
    const weights: readonly Weight[] = findWeights(read('tiny-qwen3'));
    expect(new Set(weights.map(({ value }) => value)).size).toBe(weights.length);
    expect(weights.every(({ uses }) => uses.length > 0)).toBe(true);
  });
});
