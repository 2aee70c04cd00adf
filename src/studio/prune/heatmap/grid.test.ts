import { expect, test } from 'vitest';
import type { ModelSummary, ParameterSummary, TensorSummary } from '../../../core/engine/types';
import type { LayerType } from '../../../core/model/layer-types';
import { bytes } from '../../../core/units';
import { gridOf, valueOf } from './grid';
import { QUANTITIES } from '../../../core/tiles/quantities';

const parameter = (name: string, layer: number | null, types: LayerType[], shape = [2, 2]): ParameterSummary => ({
  ...{ name, layer, types, shape, prunable: shape.length > 1 },
});
const parameters = [
  parameter('embeddings.word_embeddings.weight', null, ['embed', 'all'], [10, 2]),
  parameter('layer.1.up', 1, ['mlp', 'mlp_up', 'linear', 'all']),
  parameter('layer.0.up', 0, ['mlp', 'mlp_up', 'linear', 'all']),
  parameter('layer.0.query', 0, ['attention', 'attn_q', 'linear', 'all']),
  parameter('layer.0.norm', 0, ['layernorm'], [2]),
];
const model: ModelSummary = {
  ...{
    name: 'm',
    architecture: 'bert',
    sizeBytes: bytes(1),
    opset: 17,
    precision: 'float32',
    pooling: ['mean'],
    head: [],
    layers: 2,
    attention: null,
  },
  ...{
    parameters,
    operators: [],
    maxPositions: null,
    maxSequence: null,
    lacksTokenizer: false,
    whole: [],
    prompts: { query: '', document: '', source: 'none' },
    refusal: null,
  },
};
const measured = (name: string, value: number): TensorSummary => ({
  ...{ name, meanFisherGeneral: value, meanFisherDomain: 2 * value, tensorAlignment: 0, conflictRate: 0, meanMagnitude: 1 },
});
const tensors = parameters.filter(({ prunable }) => prunable).map(({ name }, index) => measured(name, index + 1));

test('layers are rows in order, matrices are columns, embeddings stand outside', () => {
  const grid = gridOf(model, tensors, null);
  expect(grid.columns.map(({ label }) => label)).toEqual(['Query', 'MLP up']);
  expect(grid.rows.map(({ label, cells }) => [label, ...cells.map((cell) => cell.map(({ name }) => name))])).toEqual([
    ['Layer 0', ['layer.0.query'], ['layer.0.up']],
    ['Layer 1', [], ['layer.1.up']],
  ]);
  expect(grid.outside.map(({ label }) => label)).toEqual(['word embeddings']);
});

test('a cell of several weights shows their mean by size, one without a value shows none', () => {
  const weights = gridOf(model, tensors, null).outside.flatMap((row) => row.weights);
  const small = { ...weights[0]!, size: 10, measured: measured('small', 4) };
  expect(valueOf([...weights, small], QUANTITIES.fisherGeneral)).toBeCloseTo((20 * 1 + 10 * 4) / 30, 12);
  expect(valueOf([], QUANTITIES.fisherGeneral)).toBeNull();
  expect(valueOf(weights, QUANTITIES.pruned)).toBeNull();
});

test('matrices of no known kind have a column each, unless there are too many', () => {
  const others = (count: number) =>
    Array.from({ length: count }, (_, i) => parameter(`layer.0.mixer.part_${i}.weight`, 0, ['attention', 'linear', 'all']));
  const columns = (count: number) =>
    gridOf(
      { parameters: others(count) },
      others(count).map(({ name }) => measured(name, 1)),
      null,
    ).columns.map(({ label }) => label);
  expect(columns(2)).toEqual(['mixer part 0', 'mixer part 1']);
  expect(columns(9)).toEqual(['Other']);
});
