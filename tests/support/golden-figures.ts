import { z } from 'zod';
import { float32Values, readSafetensors } from '../../src/core/export/safetensors';

/** The golden figures of `tests/fixtures/golden` (see its README): PyTorch in float64 on the float32 weights of the fixture models. */

export const TINY_MODELS = [
  'tiny-bert',
  'tiny-bert-cls-dynamo',
  'tiny-distilbert',
  'tiny-qwen3',
  'tiny-qwen3-legacy',
  'tiny-qwen3-genai',
] as const;
export const GOLDEN_MODELS = [...TINY_MODELS, 'all-MiniLM-L6-v2'] as const;
export type GoldenModel = (typeof GOLDEN_MODELS)[number];

const figures = z.object({ mean: z.number(), l2: z.number(), max_abs: z.number(), samples: z.array(z.number()) });
export type GoldenFigures = z.infer<typeof figures>;

const tensor = z.object({
  shape: z.array(z.int()),
  types: z.array(z.string()),
  candidate: z.boolean(),
  tensor_alignment: z.number(),
  conflict_rate: z.number(),
  weight: figures,
  fisher_general_mb4: figures,
  fisher_domain_mb4: figures,
  fisher_general_mb1: figures,
  fisher_domain_mb1: figures,
  grad_general: figures,
  grad_domain: figures,
  alignment: figures,
  /** Only for candidates. */
  dai: figures.optional(),
});
export type GoldenTensor = z.infer<typeof tensor>;

const mask = z.object({
  layers: z.enum(['mlp', 'attention', 'linear', 'all']),
  budget: z.enum(['global', 'uniform']),
  sparsity: z.number(),
  score_postproc: z.enum(['none', 'zscore_sigmoid', 'minmax', 'rank']),
  total: z.int(),
  zeros: z.int(),
  /** One for a global budget, one per group for a uniform one. */
  threshold: z.union([z.number(), z.record(z.string(), z.number())]),
  masked: z.record(z.string(), z.int()),
});
export type GoldenMask = z.infer<typeof mask>;

const losses = z.array(z.number());
const golden = z.object({
  model: z.string(),
  pooling: z.enum(['mean', 'cls', 'last']),
  max_length: z.int(),
  losses: z.object({
    fisher_general_mb4: losses,
    fisher_domain_mb4: losses,
    fisher_general_mb1: losses,
    fisher_domain_mb1: losses,
    alignment_general: losses,
    alignment_domain: losses,
  }),
  embeddings_first4_domain_queries: z.array(z.array(z.number())),
  input_ids_first4_domain_queries: z.array(z.array(z.int())),
  input_ids_first2_domain_positives: z.array(z.array(z.int())),
  tensors: z.record(z.string(), tensor),
  masks: z.array(mask),
});

export interface Golden {
  readonly json: z.infer<typeof golden>;
  /** Whether only 64 samples of each array are stored (MiniLM). */
  readonly sampled: boolean;
  /** A whole array, e.g. `('dai', 'layers.0.mlp.up_proj.weight')`. @throws Error when the model has none (MiniLM). */
  readonly array: (kind: GoldenArray, name: string) => Float32Array;
  /** A golden mask, 1 = pruned, of sparsity 0.5 without post-processing. */
  readonly mask: (layers: 'mlp' | 'all', budget: 'global' | 'uniform', name: string) => Uint8Array;
}

export type GoldenArray = 'fisher_general' | 'fisher_domain' | 'grad_general' | 'grad_domain' | 'alignment' | 'dai';

/** Golden figures from the texts and bytes of their files; the safetensors file is null for MiniLM, which has samples only. */
export function parseGolden(model: GoldenModel, text: string, safetensors: Uint8Array | null): Golden {
  const json = golden.parse(JSON.parse(text));
  const stored = safetensors === null ? null : readSafetensors(safetensors);
  const find = (name: string) => {
    const found = stored?.tensors.get(name);
    if (found === undefined) throw new Error(`${model} has no golden array ${name}`);
    return found;
  };
  return {
    json,
    sampled: stored === null,
    array: (kind, name) => float32Values(find(`${kind}/${name}`)) ?? new Float32Array(),
    mask: (layers, budget, name) => find(`mask.${layers}.${budget}.0.5/${name}`).bytes,
  };
}

/** ‖ours − golden‖₂ / ‖golden‖₂ in float64; the plain norm of the difference where the golden figures are all zero. */
export function relativeDifference(ours: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (ours.length !== expected.length) throw new Error(`${ours.length} values against ${expected.length}`);
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += ((ours[i] ?? NaN) - (expected[i] ?? NaN)) ** 2;
    norm += (expected[i] ?? NaN) ** 2;
  }
  return norm === 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
}

/** Pick what the golden files list as `samples`: the elements at ⌊i·(n−1)/63⌋, i = 0…63. */
export function goldenSamples(values: ArrayLike<number>): number[] {
  return Array.from({ length: 64 }, (_, i) => values[Math.floor((i * (values.length - 1)) / 63)] ?? NaN);
}
