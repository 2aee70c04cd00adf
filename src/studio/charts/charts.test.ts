import { expect, test } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { summarizeModel } from '../../core/model/summary';
import { movingMean } from './moving-mean';
import { alignmentByLayer, partTotals } from './part-totals';
import { positionOf, sparsityAt } from './threshold';

const model = summarizeModel(openFixture('tiny-bert'));
const names = model.parameters.filter(({ prunable }) => prunable);

test('a position along the bins is a share of the scores', () => {
  const linear = { scale: 'linear' as const, edges: [0, 1, 2], counts: [3, 1] };
  expect([-1, 0.5, 2, 5].map((score) => positionOf(linear, score))).toEqual([0, 0.5, 2, 2]);
  expect([0, 0.5, 1, 1.5, 2].map((position) => sparsityAt(linear, position))).toEqual([0, 0.375, 0.75, 0.875, 1]);
  expect(positionOf({ scale: 'log', edges: [1, 10, 100] }, 10)).toBeCloseTo(1);
  expect(sparsityAt({ counts: [] }, 1)).toBe(0);
});

test('zeros are summed by layer and by kind', () => {
  const tensors = names.map(({ name, layer }, i) => ({ name, layer, size: 10, zeros: i % 2, meanScore: 0 }));
  const plan = { total: 150, zeros: 7, tensors };
  const byLayer = partTotals(plan, model, 'layer');
  expect(byLayer.map(({ label, size }) => [label, size])).toEqual([
    ['Layer 0', 60],
    ['Layer 1', 60],
    ['Other', 30],
  ]);
  const byKind = partTotals(plan, model, 'kind');
  expect(byKind.map(({ kind }) => kind)).toEqual(['attn_q', 'attn_k', 'attn_v', 'attn_o', 'mlp_up', 'mlp_down', null, null, null]);
  for (const totals of [byLayer, byKind]) expect(totals.reduce((sum, { zeros }) => sum + zeros, 0)).toBe(7);
});

test('alignment is a mean over the matrices of a layer', () => {
  const tensors = names.map(({ name, layer }) => ({
    ...{ name, meanFisherGeneral: 1, meanFisherDomain: 1, meanMagnitude: 1 },
    ...{ tensorAlignment: layer ?? -1, conflictRate: 0.5 },
  }));
  expect(alignmentByLayer(model, tensors).map(({ alignment, conflict }) => [alignment, conflict])).toEqual([
    [0, 0.5],
    [1, 0.5],
    [-1, 0.5],
  ]);
});

test('a moving mean looks back over its window, and has as many points', () => {
  expect(movingMean([4, 2, 6, 0], 2)).toEqual([4, 3, 4, 3]);
  expect(movingMean([], 3)).toEqual([]);
});
