import { describe, expect, it } from 'vitest';
import { loadGolden } from '../../../tests/support/golden';
import { openFixture } from '../../../tests/support/models';
import { Pruner } from '../gaprune/pruner';
import { type MaskSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { createNodeDevice } from '../runtime/node';
import { sizeOf } from '../tensor';
import { type QuantityName, WEIGHT_QUANTITIES } from '../tiles/quantities';
import { TensorViews } from './tensor-views';

const golden = loadGolden('tiny-bert');
const model = openFixture('tiny-bert');
const statistics = model.parameters.map(({ name, shape }) => {
  const { tensor_alignment: tensorAlignment = NaN, conflict_rate: conflictRate = NaN } = golden.json.tensors[name] ?? {};
  const [fisherGeneral, fisherDomain] = [golden.array('fisher_general', name), golden.array('fisher_domain', name)];
  const [gradGeneral, gradDomain] = [golden.array('grad_general', name), golden.array('grad_domain', name)];
  return { name, shape, fisherGeneral, fisherDomain, gradGeneral, gradDomain, tensorAlignment, conflictRate };
});
const pruner = new Pruner(model, statistics);
const views = new TensorViews({ model, pruner, statistics }, () => createNodeDevice('wasm'));
const scoring = scoringSettings.parse({});

const NAME = 'encoder.layer.1.output.dense.weight';
const [rows, columns] = [32, 64];
const single = { row: 0, column: 0, rows, columns, rowsPerCell: 1, columnsPerCell: 1 };
const ask = (mask: Partial<MaskSettings> = {}) => ({ name: NAME, scoring, mask: { ...maskSettings.parse({}), ...mask } });

async function valuesOf(quantity: QuantityName, mask: Partial<MaskSettings> = {}): Promise<Float32Array> {
  const cells = await views.tensorCells({ ...ask(mask), quantity, grid: single, aggregations: ['mean'] });
  return cells?.[0] ?? new Float32Array();
}

describe('TensorViews', () => {
  it('shows the statistics themselves where a cell is one weight', async () => {
    expect(await valuesOf('fisherDomain')).toEqual(golden.array('fisher_domain', NAME));
    expect(await valuesOf('fisherGeneral')).toEqual(golden.array('fisher_general', NAME));
    const alignment = await valuesOf('alignment');
    golden.array('alignment', NAME).forEach((expected, i) => expect(alignment[i]).toBeCloseTo(expected, 7));
  });

  it.each(['global', 'uniform'] as const)('the mask, the ranks and the fates of a %s budget are one', async (budget) => {
    const mask = { budget, sparsity: 0.3 };
    const scored = pruner.plan(scoring, ask(mask).mask);
    const expected = pruner.masks(scored).get(NAME) ?? new Uint8Array();
    const [pruned] = (await views.tensorCells({ ...ask(mask), quantity: 'weight', grid: single, aggregations: ['pruned'] })) ?? [];
    expect([...(pruned ?? [])]).toEqual([...expected]);
    expect([...(await valuesOf('pruned', mask))]).toEqual([...expected]);
    const group = scored.plan.groups.find(({ tensors }) => tensors.includes(NAME));
    const shares = await valuesOf('rank', mask);
    for (let at = 0; at < rows * columns; at += 13) {
      const { ranked } = await views.elementAt({ ...ask(mask), row: Math.floor(at / columns), column: at % columns });
      expect(ranked?.size).toBe(group?.size);
      expect(ranked?.pruned).toBe(expected[at] === 1);
      expect((ranked?.rank ?? NaN) <= (group?.zeros ?? NaN)).toBe(expected[at] === 1);
      expect(shares[at]).toBeCloseTo((ranked?.rank ?? NaN) / (ranked?.size ?? NaN), 6);
    }
  });

  it('every figure of an element is that of the picture', async () => {
    const figures = await views.elementAt({ ...ask(), row: 7, column: 40 });
    const at = 7 * columns + 40;
    expect(figures.weight).toBe((await valuesOf('weight'))[at]);
    expect(figures.fisherDomain).toBe((await valuesOf('fisherDomain'))[at]);
    expect(figures.fisherGeneral).toBe((await valuesOf('fisherGeneral'))[at]);
    expect(figures.alignment).toBe((await valuesOf('alignment'))[at]);
    expect(figures.ranked?.score).toBe((await valuesOf('score'))[at]);
  });

  it('a weight that the settings leave out has no score, rank or mask', async () => {
    for (const left of [{ layers: ['attention' as const] }, { layers: ['mlp_gate' as const] }]) {
      for (const quantity of ['score', 'rank', 'pruned'] as const) {
        expect(await views.tensorCells({ ...ask(left), quantity, grid: single, aggregations: ['mean'] })).toBeNull();
        expect(await views.tensorRange({ ...ask(left), quantity })).toBeNull();
      }
      expect((await views.elementAt({ ...ask(left), row: 0, column: 0 })).ranked).toBeNull();
      const [pruned] = (await views.tensorCells({ ...ask(left), quantity: 'weight', grid: single, aggregations: ['pruned'] })) ?? [];
      expect(pruned?.every(Number.isNaN)).toBe(true);
    }
  });

  it.each(WEIGHT_QUANTITIES)('the range of %s is that of all its values, when they are few', async (quantity) => {
    const sorted = (await valuesOf(quantity)).sort();
    const range = (await views.tensorRange({ ...ask(), quantity })) ?? [];
    expect([range[0], range.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
    expect(range).toEqual([...range].sort((a, b) => a - b));
  });

  it('takes vectors, and refuses what does not lie in the tensor', async () => {
    const bias = { ...ask(), name: 'encoder.layer.0.output.dense.bias', quantity: 'weight' as const, aggregations: ['mean'] as const };
    const row = { row: 0, column: 0, rows: 1, columns: 32, rowsPerCell: 1, columnsPerCell: 1 };
    const size = sizeOf(model.parameters.find(({ name }) => name === bias.name)?.shape ?? []);
    expect((await views.tensorCells({ ...bias, grid: row }))?.[0]).toHaveLength(size);
    await expect(views.tensorCells({ ...bias, grid: { ...row, columns: 33 } })).rejects.toThrow(/does not lie in the tensor/);
    await expect(views.tensorCells({ ...bias, grid: { ...row, columnsPerCell: 0 } })).rejects.toThrow(/between 1 and/);
    await expect(views.elementAt({ ...ask(), row: rows, column: 0 })).rejects.toThrow(/does not lie in the tensor/);
    await expect(views.elementAt({ ...ask(), name: 'nothing', row: 0, column: 0 })).rejects.toThrow(/measured no weight/);
  });
});
