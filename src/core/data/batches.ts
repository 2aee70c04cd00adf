import { TextTooLongError } from './errors';
import { ALL_POOLED, NO_PROMPTS, type Prompts, type UnpooledTokens } from './prompts';
import type { TextTokenizer } from './tokenizer';
import type { Triplet } from './triplet';

/** The token ids of one record, special tokens included. */
export interface TokenisedTriplet {
  readonly query: Int32Array;
  readonly positive: Int32Array;
  /** Null for a pair. */
  readonly negative: Int32Array | null;
}

/**
 * The model's input for B records: 3B rows, all queries, then all positives, then all negatives, each row-major `rows` × `length`. 2B rows
 * for pairs.
 * Padded on the right: left padding leaves causal models rows that attend to nothing.
 */
export interface Batch {
  readonly rows: number;
  readonly length: number;
  readonly inputIds: Int32Array;
  /** 1 for a token, 0 for padding. */
  readonly attentionMask: Int32Array;
  /** All 0: every text is a first segment. */
  readonly tokenTypeIds: Int32Array;
  /** Tokens at the start of each row that pooling leaves out; none without it. */
  readonly unpooled?: readonly number[];
}

export function tokeniseTriplet(
  { query, positive, negative }: Triplet,
  tokenizer: TextTokenizer,
  maxLength: number,
  prompts: Prompts = NO_PROMPTS,
): TokenisedTriplet {
  const document = (text: string): Int32Array => tokenizer.encode(prompts.document + text, maxLength);
  return {
    query: tokenizer.encode(prompts.query + query, maxLength),
    positive: document(positive),
    negative: negative === '' ? null : document(negative),
  };
}

/**
 * Lengths that batches are padded to, ascending: multiples of 16 up to 128, then of 64; the last one is `maxLength`.
 * Few of them, as a session is prepared for each.
 */
export function lengthBuckets(maxLength: number): number[] {
  const buckets: number[] = [];
  for (let length = 16; length < maxLength; length += length < 128 ? 16 : 64) buckets.push(length);
  return [...buckets, maxLength];
}

/**
 * Lay out a batch, padded to the smallest bucket that holds its longest text.
 * @throws TextTooLongError when none does.
 */
export function makeBatch(
  records: readonly TokenisedTriplet[],
  padToken: number,
  buckets: readonly number[],
  unpooled: UnpooledTokens = ALL_POOLED,
): Batch {
  const negatives = records.flatMap(({ negative }) => (negative === null ? [] : [negative]));
  const texts = [...records.map((r) => r.query), ...records.map((r) => r.positive), ...negatives];
  return makeTextBatch(
    texts,
    padToken,
    buckets,
    texts.map((_, row) => (row < records.length ? unpooled.query : unpooled.document)),
  );
}

/**
 * As {@link makeBatch}, but in two batches where queries are short: all queries, and all positives and negatives, each padded to its own length.
 * That is done when queries take half the length or less, so that a sixth of the tokens or more is saved.
 */
export function makeBatches(
  records: readonly TokenisedTriplet[],
  padToken: number,
  buckets: readonly number[],
  unpooled: UnpooledTokens = ALL_POOLED,
): Batch[] {
  const negatives = records.flatMap(({ negative }) => (negative === null ? [] : [negative]));
  const of = (texts: readonly Int32Array[], tokens: number): Batch =>
    makeTextBatch(
      texts,
      padToken,
      buckets,
      texts.map(() => tokens),
    );
  const queries = of(
    records.map(({ query }) => query),
    unpooled.query,
  );
  const documents = of([...records.map(({ positive }) => positive), ...negatives], unpooled.document);
  return 2 * queries.length <= documents.length ? [queries, documents] : [makeBatch(records, padToken, buckets, unpooled)];
}

/** As {@link makeBatch}, for texts that are not triplets: one row each, in order. */
export function makeTextBatch(
  texts: readonly Int32Array[],
  padToken: number,
  buckets: readonly number[],
  unpooled: readonly number[] = [],
): Batch {
  const longest = texts.reduce((max, text) => Math.max(max, text.length), 0);
  const length = buckets.find((bucket) => bucket >= longest);
  if (length === undefined)
    throw new TextTooLongError(`A text of ${longest} tokens is longer than the ${buckets.at(-1) ?? 0} prepared for.`);
  const size = texts.length * length;
  const inputIds = new Int32Array(size).fill(padToken);
  const attentionMask = new Int32Array(size);
  texts.forEach((text, row) => {
    inputIds.set(text, row * length);
    attentionMask.fill(1, row * length, row * length + text.length);
  });
  return { rows: texts.length, length, inputIds, attentionMask, tokenTypeIds: new Int32Array(size), unpooled };
}
