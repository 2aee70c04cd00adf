import { z } from 'zod';
import { ModelFileError, UnsupportedModelError } from './errors';

/** One way from the token vectors of a text to one vector (section 4). */
export const POOLING_MODES = ['cls', 'max', 'mean', 'mean_sqrt_len_tokens', 'weightedmean', 'lasttoken'] as const;
export type PoolingMode = (typeof POOLING_MODES)[number];

/** How token vectors become one: the vectors of all modes, one after another. */
export interface Pooling {
  readonly modes: readonly PoolingMode[];
  /** Whether the tokens of a prompt count; the tokens before it, such as CLS, go with it. */
  readonly includePrompt: boolean;
}

const flag = z.boolean().optional();
const poolingConfig = z.looseObject({
  /** As sentence-transformers writes it from version 5.2 on: a mode, or modes in the order of their vectors. */
  pooling_mode: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** As it was written before: the order of the vectors is the order here. */
  pooling_mode_cls_token: flag,
  pooling_mode_max_tokens: flag,
  pooling_mode_mean_tokens: flag,
  pooling_mode_mean_sqrt_len_tokens: flag,
  pooling_mode_weightedmean_tokens: flag,
  pooling_mode_lasttoken: flag,
  include_prompt: z.boolean().default(true),
});
type PoolingConfig = z.infer<typeof poolingConfig>;

/**
 * Pooling from sentence-transformers' `1_Pooling/config.json`; without it, last token for decoders and mean for encoders.
 * @throws ModelFileError, UnsupportedModelError with the name of a mode that is not known
 */
export function poolingFromConfig(bytes: Uint8Array | null, decoder: boolean, place = '1_Pooling/config.json'): Pooling {
  if (bytes === null) return { modes: [decoder ? 'lasttoken' : 'mean'], includePrompt: true };
  let config: PoolingConfig;
  try {
    config = poolingConfig.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ModelFileError('This pooling configuration is not valid.', place, { cause });
  }
  const modes = namedModes(config).map((name) => {
    const mode = POOLING_MODES.find((known) => known === name);
    if (mode !== undefined) return mode;
    throw new UnsupportedModelError(`The pooling "${name}" is not supported: ${POOLING_MODES.join(', ')} are.`, place);
  });
  return { modes, includePrompt: config.include_prompt };
}

function namedModes(config: PoolingConfig): readonly string[] {
  const { pooling_mode: mode } = config;
  if (mode !== undefined) return typeof mode === 'string' ? [mode] : mode;
  const flags: readonly [boolean | undefined, PoolingMode][] = [
    [config.pooling_mode_cls_token, 'cls'],
    [config.pooling_mode_max_tokens, 'max'],
    [config.pooling_mode_mean_tokens, 'mean'],
    [config.pooling_mode_mean_sqrt_len_tokens, 'mean_sqrt_len_tokens'],
    [config.pooling_mode_weightedmean_tokens, 'weightedmean'],
    [config.pooling_mode_lasttoken, 'lasttoken'],
  ];
  const on = flags.flatMap(([set, name]) => (set === true ? [name] : []));
  return on.length === 0 ? ['mean'] : on;
}

/** The tokens of a batch that pooling takes. */
export interface PooledTokens {
  readonly rows: number;
  readonly length: number;
  /** rows × length, 1 on real tokens. */
  readonly attentionMask: Int32Array;
  /** Tokens at the start of each row's text that are left out: its prompt. None without it. */
  readonly unpooled?: readonly number[] | undefined;
}

/** Added to what is not pooled, so that it is never the largest. */
const NEVER = -1e9;

/**
 * What one mode takes of every token, rows × length: the weights of a sum (1/tokens for the mean, a single 1 at the first or last
 * token), or, for the largest, what is added to the token before.
 * Source: sentence-transformers 6.2, `modules/pooling.py`.
 */
export function poolingWeights(mode: PoolingMode, { rows, length, attentionMask, unpooled }: PooledTokens): Float32Array {
  const weights = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const mask = attentionMask.subarray(row * length, (row + 1) * length);
    const first = mask.indexOf(1);
    const start = first + (unpooled?.[row] ?? 0);
    const pooled = (i: number): boolean => mask[i] === 1 && i >= start;
    const positions = [...mask.keys()].filter(pooled);
    weights.set(rowWeights(mode, positions, first, length), row * length);
  }
  return weights;
}

/** @param positions the tokens that are pooled, ascending @param first the first token of the text */
function rowWeights(mode: PoolingMode, positions: readonly number[], first: number, length: number): Float32Array {
  const weights = new Float32Array(length).fill(mode === 'max' ? NEVER : 0);
  const total = mode === 'weightedmean' ? positions.reduce((sum, i) => sum + i - first + 1, 0) : positions.length;
  const weightAt: Readonly<Record<PoolingMode, (i: number) => number>> = {
    cls: (i) => Number(i === positions[0]),
    max: () => 0,
    mean: () => 1 / total,
    mean_sqrt_len_tokens: () => 1 / Math.sqrt(total),
    // Positions count from the start of the text, also where a prompt is left out.
    weightedmean: (i) => (i - first + 1) / total,
    lasttoken: (i) => Number(i === positions.at(-1)),
  };
  for (const i of positions) weights[i] = weightAt[mode](i);
  return weights;
}
