import { describe, expect, it } from 'vitest';
import { type PoolingMode, poolingFromConfig, poolingWeights } from './pooling';

const config = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('poolingFromConfig', () => {
  it.each<[unknown, PoolingMode[]]>([
    [{ pooling_mode_mean_tokens: true, pooling_mode_cls_token: false }, ['mean']],
    [{ pooling_mode_cls_token: true, pooling_mode_mean_tokens: false, word_embedding_dimension: 32 }, ['cls']],
    [{ pooling_mode_lasttoken: true }, ['lasttoken']],
    [{ pooling_mode_lasttoken: true, pooling_mode_mean_tokens: true, pooling_mode_max_tokens: true }, ['max', 'mean', 'lasttoken']],
    [{ pooling_mode: 'cls', pooling_mode_mean_tokens: true }, ['cls']],
    [{ pooling_mode: ['weightedmean', 'cls'] }, ['weightedmean', 'cls']],
    [{}, ['mean']],
  ])('%j is %s', (value, modes) => {
    expect(poolingFromConfig(config(value), false)).toEqual({ modes, includePrompt: true });
    expect(poolingFromConfig(config(value), true)).toEqual({ modes, includePrompt: true });
  });

  it('is the last token for decoders and the mean for encoders without a file', () => {
    expect([poolingFromConfig(null, true).modes, poolingFromConfig(null, false).modes]).toEqual([['lasttoken'], ['mean']]);
  });

  it('knows models that leave the prompt out', () => {
    expect(poolingFromConfig(config({ include_prompt: false }), false)).toEqual({ modes: ['mean'], includePrompt: false });
  });

  it('refuses other modes by name', () => {
    expect(() => poolingFromConfig(config({ pooling_mode: ['mean', 'attention'] }), false)).toThrow(
      'The pooling "attention" is not supported: cls, max, mean, mean_sqrt_len_tokens, weightedmean, lasttoken are. (1_Pooling/config.json)',
    );
  });

  it.each(['{', '[]', '{"pooling_mode_cls_token": "yes"}', '{"pooling_mode": 3}', '{"pooling_mode": []}'])('refuses %s', (text) => {
    expect(() => poolingFromConfig(config(text), false)).toThrow('This pooling configuration is not valid. (1_Pooling/config.json)');
  });
});

describe('poolingWeights', () => {
  // Padded on the right, padded on the left, and full.
  const batch = { rows: 3, length: 4, attentionMask: Int32Array.of(1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1) };
  const never = -1e9;

  it.each<[PoolingMode, number[]]>([
    ['mean', [0.5, 0.5, 0, 0, 0, 1 / 3, 1 / 3, 1 / 3, 0.25, 0.25, 0.25, 0.25]],
    ['cls', [1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]],
    ['lasttoken', [0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]],
    ['max', [0, 0, never, never, never, 0, 0, 0, 0, 0, 0, 0]],
    ['mean_sqrt_len_tokens', [Math.SQRT1_2, Math.SQRT1_2, 0, 0, 0, ...Array.from({ length: 3 }, () => 3 ** -0.5), 0.5, 0.5, 0.5, 0.5]],
    ['weightedmean', [1 / 3, 2 / 3, 0, 0, 0, 1 / 6, 2 / 6, 3 / 6, 0.1, 0.2, 0.3, 0.4]],
  ])('of %s leave padding out', (mode, expected) => {
    expect([...poolingWeights(mode, batch)]).toEqual(expected.map(Math.fround));
  });

  it.each<[PoolingMode, number[]]>([
    ['mean', [0, 1, 0, 0, 0, 0, 0.5, 0.5, 0, 1 / 3, 1 / 3, 1 / 3]],
    ['cls', [0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0]],
    ['max', [never, 0, never, never, never, never, 0, 0, never, 0, 0, 0]],
    ['weightedmean', [0, 1, 0, 0, 0, 0, 2 / 5, 3 / 5, 0, 2 / 9, 3 / 9, 4 / 9]],
  ])('of %s leave a prompt of one token out', (mode, expected) => {
    expect([...poolingWeights(mode, { ...batch, unpooled: [1, 1, 1] })]).toEqual(expected.map(Math.fround));
  });

  it('of a text that is all prompt are nothing', () => {
    const all = { rows: 1, length: 2, attentionMask: Int32Array.of(1, 1), unpooled: [2] };
    expect([...poolingWeights('mean', all), ...poolingWeights('cls', all)]).toEqual([0, 0, 0, 0]);
  });
});
