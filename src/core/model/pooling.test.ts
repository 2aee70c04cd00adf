import { describe, expect, it } from 'vitest';
import { poolingFromConfig, poolingWeights } from './pooling';

const config = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('poolingFromConfig', () => {
  it.each([
    [{ pooling_mode_mean_tokens: true, pooling_mode_cls_token: false }, 'mean'],
    [{ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false, word_embedding_dimension: 32 }, 'cls'],
    [{ pooling_mode_lasttoken: true }, 'last'],
    [{}, 'mean'],
  ])('%j is %s', (value, pooling) => {
    expect(poolingFromConfig(config(value), false)).toBe(pooling);
    expect(poolingFromConfig(config(value), true)).toBe(pooling);
  });

  it('is the last token for decoders and the mean for encoders without a file', () => {
    expect([poolingFromConfig(null, true), poolingFromConfig(null, false)]).toEqual(['last', 'mean']);
  });

  it.each(['pooling_mode_max_tokens', 'pooling_mode_mean_sqrt_len_tokens', 'pooling_mode_weightedmean_tokens'])(
    'refuses %s by name',
    (mode) => {
      expect(() => poolingFromConfig(config({ [mode]: true }), false)).toThrow(
        `The pooling "${mode}" is not supported: mean, CLS and last token are. (1_Pooling/config.json)`,
      );
    },
  );

  it.each(['{', '[]', '{"pooling_mode_cls_token": "yes"}'])('refuses %s', (text) => {
    expect(() => poolingFromConfig(config(text), false)).toThrow('This pooling configuration is not valid. (1_Pooling/config.json)');
  });
});

describe('poolingWeights', () => {
  // Padded on the right, padded on the left, and full.
  const mask = Int32Array.of(1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1);

  it.each([
    ['mean', [0.5, 0.5, 0, 0, 0, 1 / 3, 1 / 3, 1 / 3, 0.25, 0.25, 0.25, 0.25]],
    ['cls', [1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]],
    ['last', [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]],
  ] as const)('of %s leave padding out', (pooling, expected) => {
    expect([...poolingWeights(pooling, mask, 3, 4)]).toEqual(expected.map(Math.fround));
  });
});
