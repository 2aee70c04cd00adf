import { describe, expect, it } from 'vitest';
import { loadGolden, TINY_MODELS, type Golden, type GoldenMask } from '../../../tests/support/golden';
import { isLayerType } from '../model/layer-types';
import { NoMatchingWeightsError, selectCandidates } from './candidates';
import { groupOf } from './groups';
import { buildMasks, planMask, type MaskPlan } from './mask';
import { POSTPROCESSINGS } from './postprocessing';
import { ScoreTable } from './scores';
import { maskSettings } from './settings';

function parametersOf(golden: Golden) {
  return Object.entries(golden.json.tensors).map(([name, { candidate, types }]) => ({
    name,
    layer: Number(/\d+/.exec(groupOf(name))?.[0] ?? NaN),
    types: types.filter(isLayerType),
    prunable: candidate,
  }));
}

function tableOf(golden: Golden, method: keyof typeof POSTPROCESSINGS): ScoreTable {
  const prunable = parametersOf(golden).filter((parameter) => parameter.prunable);
  return new ScoreTable(
    prunable.map(({ name, layer }) => {
      const scores = POSTPROCESSINGS[method].apply(golden.array('dai', name), { temperature: 1 });
      return { name, layer, group: groupOf(name), scores };
    }),
  );
}

function planOf(golden: Golden, table: ScoreTable, row: GoldenMask): MaskPlan {
  const settings = maskSettings.parse({ layers: [row.layers], budget: row.budget, sparsity: row.sparsity });
  const names = new Set(selectCandidates(parametersOf(golden), settings).map(({ name }) => name));
  return planMask(table, names, settings);
}

describe.each(TINY_MODELS)('masks of %s', (model) => {
  const golden = loadGolden(model);
  const tables = new Map<string, ScoreTable>();
  const table = (method: keyof typeof POSTPROCESSINGS): ScoreTable => {
    const found = tables.get(method) ?? tableOf(golden, method);
    tables.set(method, found);
    return found;
  };

  it.each(golden.json.masks)('$layers, $budget, $sparsity, $score_postproc: counts and thresholds', (row) => {
    const plan = planOf(golden, table(row.score_postproc), row);
    expect(plan).toMatchObject({ total: row.total, zeros: row.zeros });
    expect(Object.fromEntries(plan.tensors.map(({ name, zeros }) => [name, zeros]))).toEqual(row.masked);
    const expected = typeof row.threshold === 'number' ? { all: row.threshold } : row.threshold;
    expect(plan.groups.map(({ group }) => group).sort()).toEqual(Object.keys(expected).sort());
    for (const { group, threshold } of plan.groups) expect(threshold).toBeCloseTo(expected[group] ?? NaN, 6);
  });

  it.each([
    ['mlp', 'global'],
    ['mlp', 'uniform'],
    ['all', 'global'],
    ['all', 'uniform'],
  ] as const)('%s, %s: the masks themselves', (layers, budget) => {
    const row = golden.json.masks.find(
      (m) => m.layers === layers && m.budget === budget && m.sparsity === 0.5 && m.score_postproc === 'none',
    );
    if (row === undefined) throw new Error('no such row');
    const plan = planOf(golden, table('none'), row);
    const masks = buildMasks(table('none'), plan);
    expect([...masks.keys()].sort()).toEqual(Object.keys(row.masked).sort());
    let different = 0;
    for (const [name, mask] of masks) {
      const theirs = golden.mask(layers, budget, name);
      expect(mask.reduce((sum, bit) => sum + bit, 0)).toBe(row.masked[name]);
      different += mask.reduce((sum, bit, i) => sum + Number(bit !== theirs[i]), 0);
    }
    expect(different).toBe(0);
  });
});

describe('planMask', () => {
  const table = new ScoreTable([
    { name: 'layers.0.a', layer: 0, group: 'layers.0', scores: Float32Array.of(1, 1, 1, 1, 1, 1, 1) },
    { name: 'layers.0.b', layer: 0, group: 'layers.0', scores: Float32Array.of(1, 1, 1) },
    { name: 'layers.1.a', layer: 1, group: 'layers.1', scores: Float32Array.of(5, 6, 7) },
  ]);
  const names = new Set(['layers.0.a', 'layers.0.b', 'layers.1.a']);
  const plan = (change: object): MaskPlan => planMask(table, names, maskSettings.parse(change));

  it('keeps the count exact when every score is the same, the lowest tensor and index first', () => {
    const cut = plan({ sparsity: 0.7 });
    expect(cut.tensors.map((tensor) => tensor.zeros)).toEqual([7, 2, 0]);
    expect([...(buildMasks(table, cut).get('layers.0.b') ?? [])]).toEqual([1, 1, 0]);
  });

  it('prunes nothing for 0, and always keeps one element', () => {
    expect(plan({ sparsity: 0 }).zeros).toBe(0);
    expect(plan({ sparsity: 0, budget: 'uniform' }).zeros).toBe(0);
    expect(plan({ sparsity: 1 }).zeros).toBe(12);
  });

  it('gives what is left over to the largest layers, and clamps', () => {
    const groups = (change: object): number[] => plan({ budget: 'uniform', ...change }).groups.map((group) => group.zeros);
    expect(groups({ sparsity: 0.5 })).toEqual([5, 1]);
    expect(groups({ sparsity: 0.9 })).toEqual([9, 2]);
    expect(groups({ sparsity: 0.1, rhoMin: 0.4 })).toEqual([4, 1]);
    expect(groups({ sparsity: 0.9, rhoMax: 0.3 })).toEqual([3, 0]);
  });

  it('leaves out the weights not named', () => {
    const cut = planMask(table, new Set(['layers.1.a']), maskSettings.parse({ sparsity: 0.5 }));
    expect(cut).toMatchObject({ total: 3, zeros: 1 });
    expect([...buildMasks(table, cut).keys()]).toEqual(['layers.1.a']);
  });
});

describe('selectCandidates', () => {
  const parameters = [
    { name: 'embed', layer: null, types: ['embed' as const], prunable: true },
    { name: 'up', layer: 0, types: ['mlp' as const, 'mlp_up' as const], prunable: true },
    { name: 'q', layer: 1, types: ['attention' as const], prunable: true },
    { name: 'norm', layer: 1, types: ['layernorm' as const], prunable: false },
  ];
  const select = (change: object): string[] => selectCandidates(parameters, maskSettings.parse(change)).map(({ name }) => name);

  it('goes by type and layer', () => {
    expect(select({})).toEqual(['up']);
    expect(select({ layers: ['linear'] })).toEqual(['up', 'q']);
    expect(select({ layers: ['all'] })).toEqual(['embed', 'up', 'q']);
    expect(select({ layers: ['all'], excludedLayers: [1] })).toEqual(['embed', 'up']);
    expect(select({ layers: ['mlp_up', 'attention'] })).toEqual(['up', 'q']);
  });

  it('says what there is when nothing matches', () => {
    expect(() => select({ layers: ['layernorm'], excludedLayers: [1] })).toThrow(NoMatchingWeightsError);
    expect(() => select({ layers: ['mlp'], excludedLayers: [0, 2] })).toThrow(
      'No weight matches the layer types mlp without layers 0, 2. The model has the types attention, embed, mlp, mlp_up and the layers 0, 1.',
    );
  });
});

describe('groupOf', () => {
  it.each([
    ['encoder.layer.0.attention.self.query.weight', 'encoder.layer.0'],
    ['layers.11.mlp.up_proj.weight', 'layers.11'],
    ['transformer.layer.1.ffn.lin1.weight', 'transformer.layer.1'],
    ['h.3.attn.c_attn.weight', 'h.3'],
    ['embeddings.word_embeddings.weight', 'embeddings.word_embeddings.weight'],
    ['layers.weight', 'layers.weight'],
  ])('%s → %s', (name, group) => expect(groupOf(name)).toBe(group));
});
