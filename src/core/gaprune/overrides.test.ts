import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { selectCandidates } from './candidates';
import { groupOf } from './groups';
import { buildMasks, planMask, type MaskPlan } from './mask';
import { formatTarget, overridesOf, parseTarget } from './overrides';
import { ScoreTable } from './scores';
import { maskSettings, type MaskSettings } from './settings';

const { parameters } = openFixture('tiny-bert');
const all = parameters.filter(({ prunable }) => prunable);
const table = new ScoreTable(
  all.map(({ name, layer, shape }, t) => ({
    name,
    layer,
    group: groupOf(name),
    scores: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7919 + t * 31) % 1009) / 1009),
  })),
);

function plan(change: Partial<MaskSettings>): MaskPlan {
  const mask = maskSettings.parse({ layers: ['linear'], ...change });
  const names = new Set(selectCandidates(parameters, mask).map(({ name }) => name));
  return planMask(table, names, mask, overridesOf(parameters, mask.overrides));
}

const sizeOf = (made: MaskPlan, part: string): number =>
  made.tensors.reduce((sum, { name, size }) => sum + (name.includes(part) ? size : 0), 0);
const zerosOf = (made: MaskPlan, part: string): number =>
  made.tensors.reduce((sum, { name, zeros }) => sum + (name.includes(part) ? zeros : 0), 0);

describe('overrides', () => {
  it('prune exactly their share, and the rest makes up for it', () => {
    const made = plan({ sparsity: 0.5, overrides: [{ target: 'layer:0', sparsity: 0.1 }] });
    expect(zerosOf(made, 'layer.0')).toBe(Math.floor(sizeOf(made, 'layer.0') * 0.1));
    expect(made.zeros).toBe(Math.floor(made.total * 0.5));
    expect(made.groups.map(({ group, override }) => [group, override])).toEqual([
      ['all', null],
      ['all', 'layer:0'],
    ]);
  });

  it('rank each layer by itself under a uniform budget', () => {
    const made = plan({ sparsity: 0.5, budget: 'uniform', overrides: [{ target: 'mlp_down', sparsity: 0.25 }] });
    for (const layer of [0, 1]) {
      const part = `layer.${layer}.output.dense`;
      expect(zerosOf(made, part)).toBe(Math.floor(sizeOf(made, part) * 0.25));
    }
    expect(made.zeros).toBe(Math.floor(made.total * 0.5));
  });

  it('by name go before those by layer, those before those by type, and the later before the earlier', () => {
    const query = 'encoder.layer.0.attention.self.query.weight';
    const found = overridesOf(parameters, [
      { target: `name:${query}`, sparsity: 0 },
      { target: 'layer:0', sparsity: 0.1 },
      { target: 'attention', sparsity: 0.2 },
      { target: 'attn_k', sparsity: 0.3 },
    ]);
    const shareOf = (name: string): number | undefined => found.get(name)?.sparsity;
    expect(shareOf(query)).toBe(0);
    expect(shareOf(query.replace('query', 'key'))).toBe(0.1);
    expect(shareOf(query.replace('0', '1'))).toBe(0.2);
    expect(shareOf(query.replace('0', '1').replace('query', 'key'))).toBe(0.3);
    expect(shareOf('encoder.layer.1.output.dense.weight')).toBeUndefined();
  });

  it('keep every promise together, whatever they are', () => {
    const target = fc.constantFrom('layer:0', 'layer:1', 'mlp', 'mlp_down', 'attn_q', 'name:*.key.weight', 'name:*.1.*.dense.weight');
    const overrides = fc.array(fc.record({ target, sparsity: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 4 });
    fc.assert(
      fc.property(overrides, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (chosen, sparsity) => {
        let made: MaskPlan;
        try {
          made = plan({ sparsity, overrides: chosen });
        } catch (error) {
          expect(String(error)).toMatch(/overrides (alone prune|keep so much)/);
          return;
        }
        const own = made.groups.filter(({ override }) => override !== null);
        const held = overridesOf(parameters, chosen);
        for (const { override, size, zeros } of own) {
          const shares = new Set([...held.values()].filter((one) => one.target === override).map((one) => one.sparsity));
          expect([...shares].map((share) => Math.floor(size * share))).toContain(zeros);
        }
        if (made.groups.some(({ override }) => override === null)) expect(made.zeros).toBe(Math.floor(made.total * sparsity));
        const ones = [...buildMasks(table, made).values()].reduce((sum, mask) => sum + mask.reduce((count, bit) => count + bit, 0), 0);
        expect(ones).toBe(made.zeros);
      }),
    );
  });

  it('say what cannot be met', () => {
    expect(() => plan({ sparsity: 0.1, overrides: [{ target: 'mlp', sparsity: 0.9 }] })).toThrow(
      'The overrides alone prune 45.0% of the chosen weights, more than the sparsity of 10.0%. Raise the sparsity, or lower an override.',
    );
    expect(() => plan({ sparsity: 0.9, overrides: [{ target: 'mlp', sparsity: 0 }] })).toThrow(
      'The overrides keep so much that 50.0% of the chosen weights can be pruned at most, not 90.0%. Lower the sparsity, or raise an override.',
    );
    expect(plan({ layers: ['mlp'], sparsity: 0.9, overrides: [{ target: 'mlp', sparsity: 0.25 }] })).toMatchObject({ zeros: 2048 });
    expect(() => plan({ overrides: [{ target: 'layer:7', sparsity: 0 }] })).toThrow(/nothing to prune that the override "layer:7"/);
    expect(() => parseTarget('layer:x')).toThrow(/"layer:x" is none of these/);
  });

  it('are written as they are read', () => {
    for (const target of ['mlp_up', 'layer:11', 'name:*.query.weight']) expect(formatTarget(parseTarget(target))).toBe(target);
  });
});

describe('selectCandidates', () => {
  const select = (change: Partial<MaskSettings>): string[] =>
    selectCandidates(parameters, maskSettings.parse(change)).map(({ name }) =>
      name.replace(/^encoder\.layer\./, '').replace(/\.weight$/, ''),
    );

  it('goes by name as well', () => {
    expect(select({ layers: ['linear'], nameFilter: '/query|key/', excludedLayers: [1] })).toEqual([
      '0.attention.self.query',
      '0.attention.self.key',
    ]);
    const named = ['encoder.layer.0.attention.self.query.weight', 'encoder.layer.1.output.dense.weight'];
    expect(select({ nameFilter: '*.intermediate.*', includedWeights: named })).toEqual([
      '0.attention.self.query',
      '0.intermediate.dense',
      '1.intermediate.dense',
      '1.output.dense',
    ]);
    expect(select({ excludedWeights: named })).toEqual(['0.intermediate.dense', '0.output.dense', '1.intermediate.dense']);
  });

  it('refuses what there is not', () => {
    expect(() => select({ includedWeights: ['encoder.layer.9.weight'] })).toThrow(/no weight of this name that can be pruned/);
    expect(() => select({ nameFilter: 'zzz' })).toThrow(/No weight matches the layer types mlp, with names that match zzz\./);
  });
});
