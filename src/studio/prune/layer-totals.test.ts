import { expect, test } from 'vitest';
import type { TensorPlan } from '../../core/engine/types';
import { layerTotals } from './layer-totals';

const tensor = (layer: number | null, size: number, zeros: number): TensorPlan => ({
  name: `${String(layer)}/${size}`,
  layer,
  size,
  zeros,
  meanScore: 0,
});

test('zeros are summed per layer, in order, with the rest last', () => {
  const tensors = [tensor(null, 100, 1), tensor(10, 20, 2), tensor(2, 30, 3), tensor(2, 40, 4)];
  expect(
    layerTotals({ total: 190, zeros: 10, tensors }).map(({ label, tensors: count, size, zeros }) => [label, count, size, zeros]),
  ).toEqual([
    ['Layer 2', 2, 70, 7],
    ['Layer 10', 1, 20, 2],
    ['Outside the layers', 1, 100, 1],
  ]);
});
