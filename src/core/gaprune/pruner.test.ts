import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import { NoMatchingWeightsError } from './candidates';
import { Pruner } from './pruner';
import { maskSettings, scoringSettings } from './settings';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 5);
const scoring = scoringSettings.parse({});
const mask = maskSettings.parse({});

describe('Pruner', () => {
  it('keeps the scores when only the sparsity, the budget or its bounds change', () => {
    const pruner = new Pruner(model, statistics);
    const { table } = pruner.plan(scoring, mask);
    for (const change of [{ sparsity: 0.9 }, { sparsity: 0 }, { budget: 'uniform' }, { budget: 'uniform', rhoMax: 0.4 }] as const) {
      expect(pruner.plan({ ...scoring }, { ...mask, ...change }).table).toBe(table);
    }
  });

  it('keeps them when another filter chooses the same weights', () => {
    const pruner = new Pruner(model, statistics);
    const { table } = pruner.plan(scoring, mask);
    expect(pruner.plan(scoring, { ...mask, layers: ['mlp_up', 'mlp_down'] }).table).toBe(table);
  });

  it('scores again when the scoring or the choice of weights changes', () => {
    const pruner = new Pruner(model, statistics);
    const { table } = pruner.plan(scoring, mask);
    const other = pruner.plan({ ...scoring, gamma: 0 }, mask).table;
    expect(other).not.toBe(table);
    expect(pruner.plan(scoring, { ...mask, layers: ['attention'] }).table.tensors.map(({ name }) => name)).not.toEqual(
      table.tensors.map(({ name }) => name),
    );
  });

  it('makes masks with as many ones as planned, for the chosen weights alone', () => {
    const pruner = new Pruner(model, statistics);
    const scored = pruner.plan(scoring, { ...mask, layers: ['attn_q'], excludedLayers: [0], sparsity: 0.25 });
    const masks = pruner.masks(scored);
    expect([...masks.keys()]).toEqual(['encoder.layer.1.attention.self.query.weight']);
    expect([...masks.values()].map((bits) => bits.reduce((sum, bit) => sum + bit, 0))).toEqual([256]);
    expect(scored.plan).toMatchObject({ total: 1024, zeros: 256 });
  });

  it('refuses a choice without weights', () => {
    const pruner = new Pruner(model, statistics);
    expect(() => pruner.plan(scoring, { ...mask, layers: ['mlp_gate'] })).toThrow(NoMatchingWeightsError);
  });
});
