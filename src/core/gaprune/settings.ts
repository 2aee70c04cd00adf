import { z } from 'zod';
import { LAYER_TYPES, type LayerType } from '../model/layer-types';
import { MAX_PATTERN } from './patterns/name-pattern';

const layerTypes = Object.keys(LAYER_TYPES) as [LayerType, ...LayerType[]];

/** Characters of a prompt; instructions have a few hundred. */
export const MAX_PROMPT = 4000;

/** Parts that an analysis may be divided into. */
export const MAX_SHARDS = 10_000;

/** Settings of an analysis: what is run through the model, and how (sections 3, 5 and 6). */
export const analysisSettings = z.object({
  /** Texts are cut at this many tokens. */
  maxLength: z.int().min(4).max(32768).default(512),
  /** Records per batch; Fisher micro-batches are min(batchSize, 8), alignment takes ⌊batchSize/2⌋ general records. */
  batchSize: z.int().min(2).max(64).default(4),
  /** Records of a Fisher micro-batch, when it is not to follow from the batch size. */
  fisherBatchSize: z.int().min(1).max(8).nullable().default(null),
  /** At most this many records of each set. */
  maxSamples: z.int().min(1).default(5000),
  /** Which records of a set that has more. */
  sampling: z.enum(['first', 'random', 'k-means']).default('first'),
  samplingSeed: z.int().min(0).max(0xffffffff).default(42),
  /** Share of each set that is put aside to measure with; 0 for none. */
  holdOut: z.number().min(0).max(0.5).default(0),
  holdOutSeed: z.int().min(0).max(0xffffffff).default(42),
  /** Seed of the record order of the alignment pass; null keeps file order. */
  shuffleSeed: z.int().min(0).nullable().default(null),
  /** Make the gradients of the Fisher information and of the alignment apart, also where one would serve both. */
  separatePasses: z.boolean().default(false),
  /** On WebGPU, run the first micro-batch on the processor as well, and stop where the two differ. */
  deviceCheck: z.boolean().default(true),
  /** Every count-th batch of each kind, from the index-th on: all shards together measure what one run does. Null for every batch. */
  shard: z
    .object({ index: z.int().min(1), count: z.int().min(1).max(MAX_SHARDS) })
    .refine(({ index, count }) => index <= count, 'the index of a shard is at most their number')
    .nullable()
    .default(null),
  /** Memory on the device that an analysis may use, MiB; it takes several passes to keep to it. Null for as much as there is. */
  memoryMiB: z.number().positive().nullable().default(null),
  /** Which negative of a record that has several. */
  negatives: z.enum(['first', 'random']).default('first'),
  /** What goes before every query, and before every positive and negative. */
  queryPrompt: z.string().max(MAX_PROMPT).default(''),
  documentPrompt: z.string().max(MAX_PROMPT).default(''),
  /** Scale of the cosine in InfoNCE. Above 40, e^(2·scale) leaves float32. */
  scale: z.number().positive().max(40).default(20),
});
export type AnalysisSettings = z.infer<typeof analysisSettings>;

/** Settings of the scores. The defaults are the reference's method and its constants (section 7). */
export const scoringSettings = z.object({
  method: z.enum(['dai', 'dai-calibrated', 'balanced', 'fisher', 'taylor', 'wanda', 'sparsegpt', 'magnitude', 'random']).default('dai'),
  /** How much the domain set counts where a method mixes both sets: 1 is the domain alone, 0 the general set alone. */
  domainShare: z.number().min(0).max(1).default(0.5),
  /** Added to Fisher information that was divided by its mean, so that magnitude counts where nothing was measured. */
  damping: z.number().min(0).default(0.1),
  /** Seed of random scores. */
  seed: z.int().min(0).max(0xffffffff).default(0),
  /** Whether weights are ranked among a few neighbours first, see `GRANULARITIES`. */
  granularity: z.enum(['unstructured', '2:4', '4:8']).default('unstructured'),
  beta: z.number().default(1),
  gamma: z.number().min(0).default(0.5),
  alignment: z.enum(['element-wise', 'tensor']).default('element-wise'),
  alignmentStrength: z.number().min(0).max(1).default(0.2),
  postprocessing: z.enum(['none', 'zscore_sigmoid', 'minmax', 'rank']).default('none'),
  temperature: z.number().positive().default(1),
  fusionAlpha: z.number().default(0),
  fusionBeta: z.number().default(1),
});
export type ScoringSettings = z.infer<typeof scoringSettings>;

/** Settings of the mask (sections 8 and 9). */
export const maskSettings = z.object({
  /** Layer types to prune; a weight counts when it has one of them. */
  layers: z.array(z.enum(layerTypes)).min(1).default(['mlp']),
  /** Transformer layers left out. */
  excludedLayers: z.array(z.int().min(0)).default([]),
  /** Only weights whose name matches, see `namePattern`; empty matches every name. */
  nameFilter: z.string().max(MAX_PATTERN).default(''),
  /** Single weights by PyTorch name: pruned though types, layers or the filter do not choose them, or left out though they do. */
  includedWeights: z.array(z.string()).default([]),
  excludedWeights: z.array(z.string()).default([]),
  /** Shares of their own for a layer type, a layer or single weights, see `parseTarget`. */
  overrides: z.array(z.object({ target: z.string().max(MAX_PATTERN), sparsity: z.number().min(0).max(1) })).default([]),
  /** Share of all chosen weights, overrides included. */
  sparsity: z.number().min(0).max(1).default(0.5),
  budget: z.enum(['global', 'uniform']).default('global'),
  rhoMin: z.number().min(0).max(1).default(0.05),
  rhoMax: z.number().min(0).max(1).default(0.95),
});
export type MaskSettings = z.infer<typeof maskSettings>;
