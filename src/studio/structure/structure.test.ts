import { describe, expect, it } from 'vitest';
import type { LayerType } from '../../core/model/layer-types';
import { checkGrid, matrixShape } from '../../core/tiles/cell-grid';
import { combine, countEmpty } from './combine';
import { headParts, neuronParts } from './parts';

const weight = (kind: LayerType, shape: readonly number[]) => ({ name: kind, shape, types: [kind, 'linear', 'all'] as LayerType[] });

describe('headParts', () => {
  const heads = { heads: 4, keyValueHeads: 2, headDim: 16 };
  const weights = [weight('attn_q', [64, 32]), weight('attn_k', [32, 32]), weight('attn_v', [32, 32]), weight('attn_o', [32, 64])];

  it('cuts rows of q, k and v and columns of o, fewer of k and v in grouped-query attention', () => {
    const parts = headParts(weights, heads);
    expect(parts.map(({ kind, units, elements }) => [kind, units, elements])).toEqual([
      ['attn_q', 4, 512],
      ['attn_k', 2, 512],
      ['attn_v', 2, 512],
      ['attn_o', 4, 512],
    ]);
    parts.forEach(({ grid }, at) => checkGrid(grid, matrixShape(weights[at]?.shape ?? [])));
  });

  it('leaves out what does not fit, is fused, or is there twice', () => {
    expect(headParts([weight('attn_q', [60, 32])], heads)).toEqual([]);
    expect(headParts([{ ...weight('attn_q', [64, 32]), types: ['attn_q', 'attn_k'] }], heads)).toEqual([]);
    expect(headParts([weight('attn_q', [64, 32]), weight('attn_q', [64, 32])], heads)).toEqual([]);
  });
});

describe('combine', () => {
  it('counts every part by its elements, and shares keys and values', () => {
    const parts = headParts([weight('attn_q', [64, 32]), weight('attn_k', [32, 32])], { heads: 4, keyValueHeads: 2, headDim: 16 });
    const of = new Map([
      ['attn_q', { values: Float32Array.of(1, 2, 3, 4), pruned: Float32Array.of(1, 1, 0, 0) }],
      ['attn_k', { values: Float32Array.of(10, 20), pruned: Float32Array.of(1, NaN) }],
    ]);
    const { values, pruned } = combine(parts, of);
    expect([...values]).toEqual([5.5, 6, 11.5, 12]);
    expect([...pruned]).toEqual([1, 1, 0, 0]);
  });

  it('a neuron is a row of up and a column of down', () => {
    const parts = neuronParts([weight('mlp_up', [3, 2]), weight('mlp_down', [4, 3])]);
    expect(parts.map(({ units, elements }) => [units, elements])).toEqual([
      [3, 2],
      [3, 4],
    ]);
    const of = new Map([['mlp_up', { values: Float32Array.of(3, 0, NaN), pruned: Float32Array.of(1, 0, 0) }]]);
    expect([...combine(parts, of).values]).toEqual([3, 0, NaN]);
    expect(combine(parts, of).pruned[0]).toBeCloseTo(1 / 3, 6);
  });
});

it('countEmpty counts what is all zero and nearly', () => {
  expect(countEmpty([1, 0.96, 0.95, 0.9, NaN])).toEqual({ all: 1, nearly: 3 });
});
