import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { headsOf } from './attention-heads';

describe('headsOf', () => {
  it.each([
    ['tiny-bert', { heads: 4, keyValueHeads: 4, headDim: 8 }],
    ['tiny-distilbert', { heads: 4, keyValueHeads: 4, headDim: 8 }],
    ['tiny-qwen3', { heads: 4, keyValueHeads: 2, headDim: 16 }],
  ] as const)('reads those of %s', (name, expected) => {
    expect(openFixture(name).attention).toEqual(expected);
  });

  it.each([
    [{}],
    [{ num_attention_heads: 12 }],
    [{ num_attention_heads: 12, hidden_size: 100 }],
    [{ num_attention_heads: 12, hidden_size: 768, num_key_value_heads: 5 }],
    [{ num_attention_heads: 0, hidden_size: 768 }],
    [{ num_attention_heads: 2.5, head_dim: 64 }],
  ])('says nothing of %o', (config) => {
    expect(headsOf(config)).toBeNull();
  });
});
