import { z } from 'zod';
import { ModelFileError, UnsupportedModelError } from './errors';

/** How token vectors become one embedding (section 4). */
export type Pooling = 'mean' | 'cls' | 'last';

const flag = z.boolean().optional();
const poolingConfig = z.looseObject({
  pooling_mode_cls_token: flag,
  pooling_mode_mean_tokens: flag,
  pooling_mode_max_tokens: flag,
  pooling_mode_mean_sqrt_len_tokens: flag,
  pooling_mode_weightedmean_tokens: flag,
  pooling_mode_lasttoken: flag,
});

/** Pooling from sentence-transformers' `1_Pooling/config.json`; without it, last token for decoders and mean for encoders. */
export function poolingFromConfig(bytes: Uint8Array | null, decoder: boolean): Pooling {
  if (bytes === null) return decoder ? 'last' : 'mean';
  let config: z.infer<typeof poolingConfig>;
  try {
    config = poolingConfig.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ModelFileError('This pooling configuration is not valid.', '1_Pooling/config.json', { cause });
  }
  const unsupported = Object.entries(config).find(([key, on]) => on === true && /max_tokens|sqrt_len|weightedmean/.test(key));
  if (unsupported !== undefined) {
    throw new UnsupportedModelError(
      `The pooling "${unsupported[0]}" is not supported: mean, CLS and last token are.`,
      '1_Pooling/config.json',
    );
  }
  if (config.pooling_mode_lasttoken === true) return 'last';
  if (config.pooling_mode_cls_token === true) return 'cls';
  return 'mean';
}

/**
 * The weights of the pooling sum, rows × length: 1/tokens on every real token, or a single 1 at the first or the last one.
 *
 * @param attentionMask rows × length, 1 on real tokens
 */
export function poolingWeights(pooling: Pooling, attentionMask: Int32Array, rows: number, length: number): Float32Array {
  const weights = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const mask = attentionMask.subarray(row * length, (row + 1) * length);
    if (pooling === 'mean') {
      const tokens = mask.reduce((sum, bit) => sum + bit, 0);
      for (let i = 0; i < length; i++) weights[row * length + i] = mask[i] === 1 ? 1 / tokens : 0;
    } else {
      weights[row * length + (pooling === 'cls' ? mask.indexOf(1) : mask.lastIndexOf(1))] = 1;
    }
  }
  return weights;
}
