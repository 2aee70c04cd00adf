import { DeviceWeights } from '../analysis/weights-on-device';
import { mulberry32, shuffledIndices } from '../data/random';
import { promptsOf } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import { Embedder } from '../evaluate/embedder';
import type { AnalysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Device } from '../runtime/device';
import { type KMeansHooks, representatives } from './k-means';
import type { Sampling } from './samplings';

/** k-means looks at so many records at most, drawn by the seed (section 2). */
export const MAX_CLUSTERED = 50_000;

export interface SampleInput {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly general: TripletSet;
  readonly domain: TripletSet;
  readonly settings: AnalysisSettings;
}

/** A set with the records that were chosen. */
export interface Sample {
  readonly set: TripletSet;
  /** Their numbers in the set they were chosen from, in the order they are analysed in; null for its first records. */
  readonly chosen: readonly number[] | null;
}

/** Texts done and to do, over both sets: each is embedded, and then put into a group. */
export type SampleProgress = NonNullable<KMeansHooks['onProgress']>;

export interface SampleHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: SampleProgress;
}

type Embed = (queries: readonly string[], hooks: SampleHooks) => ReturnType<Embedder['embed']>;

/** What choosing takes beside the set: how many, the seed, and a device with embeddings for those who need them. */
interface Choice {
  readonly count: number;
  readonly seed: number;
  readonly device: Device;
  readonly embed: Embed;
  readonly hooks: SampleHooks;
}

const CHOOSE: Readonly<Record<Sampling, (set: TripletSet, choice: Choice) => Promise<readonly number[] | null>>> = {
  first: () => Promise.resolve(null),
  random: ({ triplets }, { count, seed }) => Promise.resolve(drawn(triplets.length, count, seed)),
  'k-means': async ({ triplets }, { count, seed, device, embed, hooks }) => {
    const pool = drawn(triplets.length, MAX_CLUSTERED, seed);
    const texts = pool.map((record) => triplets[record]?.query ?? '');
    const total = 2 * texts.length;
    const report = (done: number): void => hooks.onProgress?.(done, total);
    const points = await embed(texts, { ...hooks, onProgress: report });
    const onProgress = (done: number, passes: number): void => report(Math.round(texts.length * (1 + done / passes)));
    const found = await representatives(device, points, count, seed, { ...hooks, onProgress });
    return found.flatMap((at) => pool[at] ?? []);
  },
};

/**
 * The records of both sets that are analysed, by `settings.sampling`: at most `maxSamples` of each. A set that has no more is left as it
 * is. k-means works on the embeddings of the queries as they are pooled, not normalised (section 2).
 *
 * @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError, DeviceMemoryError, DeviceLostError
 */
export async function sampleSets(
  device: Device,
  { model, tokenizer, general, domain, settings }: SampleInput,
  hooks: SampleHooks = {},
): Promise<{ readonly general: Sample; readonly domain: Sample }> {
  const { sampling, samplingSeed: seed, maxSamples: count, maxLength } = settings;
  const embedder = new Embedder(device, model, tokenizer, maxLength, promptsOf(settings), { normalised: false });
  let weights: DeviceWeights | null = null;
  const embed: Embed = async (queries, embedHooks) => {
    weights ??= await DeviceWeights.upload(device, model);
    return embedder.embed({ queries, documents: [] }, weights, embedHooks);
  };
  const sizes = [general, domain].map(({ triplets }) => (triplets.length > count ? 2 * Math.min(triplets.length, MAX_CLUSTERED) : 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const choose = async (set: TripletSet, before: number): Promise<Sample> => {
    if (set.triplets.length <= count) return { set, chosen: null };
    const onProgress = (done: number): void => hooks.onProgress?.(before + done, total);
    const chosen = await CHOOSE[sampling](set, {
      count,
      seed,
      device,
      embed,
      hooks: { ...hooks, onProgress },
    });
    return { set: chosen === null ? set : { ...set, triplets: chosen.flatMap((record) => set.triplets[record] ?? []) }, chosen };
  };
  try {
    return { general: await choose(general, 0), domain: await choose(domain, sizes[0] ?? 0) };
  } finally {
    await embedder.release();
    (weights as DeviceWeights | null)?.free();
  }
}

/** `count` of the numbers below `n`, ascending; all of them where there are no more. */
function drawn(n: number, count: number, seed: number): number[] {
  if (n <= count) return Array.from({ length: n }, (_, i) => i);
  return shuffledIndices(n, mulberry32(seed))
    .slice(0, count)
    .sort((a, b) => a - b);
}
