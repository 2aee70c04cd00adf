import { expect, test } from 'vitest';
import type { ParameterSummary } from '../../core/engine/types';
import { compositionOf, countElements } from './composition-of';

const parameter = (types: ParameterSummary['types'], ...shape: number[]): ParameterSummary => ({
  ...{ name: types.join(' '), shape, layer: 0, types },
  prunable: true,
});

test('every weight counts once: a single matrix by its type, a fused one by its block', () => {
  const parameters = [
    parameter(['attention', 'attn_q', 'linear'], 4, 4),
    parameter(['attention', 'attn_q', 'linear'], 4),
    parameter(['attention', 'attn_q', 'attn_k', 'attn_v'], 12, 4),
    parameter(['layernorm'], 4),
    parameter([], 7),
  ];
  const parts = compositionOf(parameters);
  expect(parts.map(({ label, elements }) => [label, elements])).toEqual([
    ['Query', 20],
    ['Attention', 48],
    ['Norms, biases, other', 11],
  ]);
  expect(parts.reduce((sum, { elements }) => sum + elements, 0)).toBe(countElements(parameters));
});
