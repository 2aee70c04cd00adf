import { DeviceWeights } from '../analysis/weights-on-device';
import { NO_PROMPTS, type Prompts } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { EmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, byInitializer } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { Embedder, type EmbedHooks } from './embedder';
import type { HeldOutSet } from './held-out';
import { type Measurement, measure } from './measure';

/**
 * Measures one model under many weights on the same held-out sets. Sessions and tokens are kept from one measurement to the next, and
 * what the dense model makes of a set is measured once.
 */
export class Bench {
  private readonly embedder: Embedder;
  private readonly known = new Map<HeldOutSet, Measurement>();

  constructor(
    private readonly device: Device,
    private readonly model: EmbeddingModel,
    tokenizer: TextTokenizer,
    maxLength: number,
    prompts: Prompts = NO_PROMPTS,
  ) {
    this.embedder = new Embedder(device, model, tokenizer, maxLength, prompts);
  }

  /** Texts that {@link dense} has still to embed. */
  missingTexts(sets: Both<HeldOutSet>): number {
    return ROLES.filter((role) => !this.known.has(sets[role])).reduce((sum, role) => sum + textsOf(sets[role]), 0);
  }

  /** What the dense model makes of both sets. @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError */
  async dense(sets: Both<HeldOutSet>, hooks: EmbedHooks = {}): Promise<Both<Measurement>> {
    return this.each(sets, new Map(), hooks, this.known);
  }

  /** What other weights make of both sets; progress counts the texts of both. @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError */
  async measure(patch: WeightPatch, sets: Both<HeldOutSet>, hooks: EmbedHooks = {}): Promise<Both<Measurement>> {
    return this.each(sets, patch, hooks, new Map());
  }

  private async each(
    sets: Both<HeldOutSet>,
    patch: WeightPatch,
    { signal, onProgress }: EmbedHooks,
    known: Map<HeldOutSet, Measurement>,
  ): Promise<Both<Measurement>> {
    let uploaded: DeviceWeights | null = null;
    const total = ROLES.reduce((sum, role) => sum + (known.has(sets[role]) ? 0 : textsOf(sets[role])), 0);
    let before = 0;
    const measured = async (set: HeldOutSet): Promise<Measurement> => {
      const found = known.get(set);
      if (found !== undefined) return found;
      uploaded ??= await DeviceWeights.upload(this.device, this.model, byInitializer(this.model, patch));
      const start = before;
      const hooks = { ...(signal === undefined ? {} : { signal }), onProgress: (done: number) => onProgress?.(start + done, total) };
      const measurement = await measure(this.embedder, uploaded, set, hooks);
      before += textsOf(set);
      known.set(set, measurement);
      return measurement;
    };
    try {
      return { general: await measured(sets.general), domain: await measured(sets.domain) };
    } finally {
      freeWeights(uploaded);
    }
  }

  async release(): Promise<void> {
    await this.embedder.release();
  }
}

/** What there is for the general and for the domain set. */
export type Both<T> = Readonly<Record<'general' | 'domain', T>>;
export const ROLES = ['general', 'domain'] as const satisfies readonly (keyof Both<unknown>)[];

const freeWeights = (weights: DeviceWeights | null): void => weights?.free();

/** Texts that a measurement of a set embeds. */
export const textsOf = ({ queries, documents }: HeldOutSet): number => queries.length + documents.length;
