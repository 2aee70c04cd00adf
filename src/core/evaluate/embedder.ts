import { EmbeddingProgram } from '../analysis/embedding-program';
import { ProgramCache } from '../analysis/program-cache';
import type { DeviceWeights } from '../analysis/weights-on-device';
import { makeTextBatch } from '../data/batches';
import { NO_PROMPTS, type Prompts, type UnpooledTokens, unpooledTokens } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import { throwIfCancelled } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import { nextTask } from '../next-task';
import type { Device } from '../runtime/device';
import { EmbeddingsNotFiniteError } from './errors';
import type { Embeddings } from './ranking';

/** Texts per run; of short texts more, as long as they take no more tokens than 32 of 32: each run hands all weights over. */
const ROWS = 32;
const MORE_ROWS = [128, 64];
const MOST_TOKENS = 1024;
/** Sessions kept; forward graphs hold little. */
const MAX_PROGRAMS = 20;

/** Texts without their prompts. */
export interface Texts {
  readonly queries: readonly string[];
  readonly documents: readonly string[];
}

export interface EmbedHooks {
  readonly signal?: AbortSignal;
  /** Texts embedded so far, of all that were asked for. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Embeds texts with any weights of one model. Sessions take the weights as inputs, so they serve the dense and every pruned model;
 * tokens are kept too. Texts go sorted by length, in batches padded to few lengths, which changes no embedding. The
 * longest go first, so that the batch that is filled up with repeats is one of short texts.
 */
export class Embedder {
  private readonly programs: ProgramCache<EmbeddingProgram>;
  private readonly tokens = new Map<string, Int32Array>();
  private readonly buckets: readonly number[];
  private readonly unpooled: UnpooledTokens;

  constructor(
    device: Device,
    model: EmbeddingModel,
    private readonly tokenizer: TextTokenizer,
    private readonly maxLength: number,
    private readonly prompts: Prompts = NO_PROMPTS,
    { normalised = true }: { readonly normalised?: boolean } = {},
  ) {
    this.unpooled = unpooledTokens(tokenizer, prompts, model.head.pooling.includePrompt);
    this.programs = new ProgramCache((rows, length) => EmbeddingProgram.create(device, model, rows, length, normalised), MAX_PROGRAMS);
    this.buckets = evaluationBuckets(maxLength);
  }

  /** One vector per text, of norm 1 unless it was said otherwise: the queries', then the documents', in the order given. @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError */
  async embed({ queries, documents }: Texts, weights: DeviceWeights, { signal, onProgress }: EmbedHooks = {}): Promise<Embeddings> {
    const texts = [...queries.map((text) => this.prompts.query + text), ...documents.map((text) => this.prompts.document + text)];
    const tokens = texts.map((text) => this.tokensOf(text));
    const unpooledOf = (index: number): number => (index < queries.length ? this.unpooled.query : this.unpooled.document);
    const byLength = [...texts.keys()].sort((a, b) => (tokens[a]?.length ?? 0) - (tokens[b]?.length ?? 0));
    let width = 0;
    let data = new Float32Array();
    for (let left = texts.length; left > 0;) {
      await nextTask();
      throwIfCancelled(signal);
      const rows = this.rowsFor(tokens[byLength[left - 1] ?? 0]?.length ?? 0, left);
      const indices = byLength.slice(Math.max(0, left - rows), left);
      const embeddings = await this.run(
        indices.flatMap((index) => tokens[index] ?? []),
        indices.map(unpooledOf),
        rows,
        weights,
      );
      width = embeddings.length / rows;
      if (data.length === 0) data = new Float32Array(texts.length * width);
      indices.forEach((index, row) => data.set(embeddings.subarray(row * width, (row + 1) * width), index * width));
      left -= indices.length;
      onProgress?.(texts.length - left, texts.length);
    }
    if (data.some((x) => !Number.isFinite(x))) throw new EmbeddingsNotFiniteError();
    return { width, data };
  }

  release(): Promise<void> {
    return this.programs.release();
  }

  /** A full batch, so that few sessions are needed: what is missing repeats the last text. */
  private async run(
    tokens: readonly Int32Array[],
    unpooled: readonly number[],
    rows: number,
    weights: DeviceWeights,
  ): Promise<Float32Array> {
    const filled = Array.from({ length: rows }, (_, row) => tokens[Math.min(row, tokens.length - 1)] ?? new Int32Array());
    const batch = makeTextBatch(filled, this.tokenizer.padToken, this.buckets, unpooled);
    const program = await this.programs.get(batch.rows, batch.length);
    return program.run(batch, weights);
  }

  /** Texts of the next run, when the longest of those that are left has so many tokens. */
  private rowsFor(longest: number, left: number): number {
    const length = this.buckets.find((bucket) => bucket >= longest) ?? longest;
    return MORE_ROWS.find((rows) => rows <= left && rows * length <= MOST_TOKENS) ?? ROWS;
  }

  private tokensOf(text: string): Int32Array {
    const known = this.tokens.get(text);
    if (known !== undefined) return known;
    const tokens = this.tokenizer.encode(text, this.maxLength);
    this.tokens.set(text, tokens);
    return tokens;
  }
}

/** Multiples of 4 up to 32, as queries are short, of 8 up to 48, then of 16 up to 128 and of 64; the last one is `maxLength`. */
export function evaluationBuckets(maxLength: number): number[] {
  const buckets: number[] = [];
  for (let length = 4; length < maxLength; length += length < 32 ? 4 : length < 48 ? 8 : length < 128 ? 16 : 64) buckets.push(length);
  return [...buckets, maxLength];
}
