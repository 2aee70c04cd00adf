import type { DeviceWeights } from '../analysis/weights-on-device';
import type { EmbedHooks, Embedder } from './embedder';
import type { HeldOutSet } from './held-out';
import { DEPTH, type MetricName, RETRIEVAL, type RetrievalMetric } from './metrics';
import { type Embeddings, cosine, rankDocuments } from './ranking';

/** What a model makes of a held-out set: one value per query (retrieval) or per triplet. */
export interface Measurement {
  readonly values: Readonly<Record<MetricName, Float64Array>>;
  readonly queries: Embeddings;
  readonly documents: Embeddings;
}

/** Embed a held-out set and measure every metric. @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError */
export async function measure(embedder: Embedder, weights: DeviceWeights, set: HeldOutSet, hooks: EmbedHooks = {}): Promise<Measurement> {
  const { width, data } = await embedder.embed(set, weights, hooks);
  const queries = { width, data: data.subarray(0, set.queries.length * width) };
  const documents = { width, data: data.subarray(set.queries.length * width) };
  return { values: await metricsOf(set, queries, documents, hooks.signal), queries, documents };
}

/** Every metric from embeddings: rows of `queries` and `documents` are those of the set. */
export async function metricsOf(
  set: HeldOutSet,
  queries: Embeddings,
  documents: Embeddings,
  signal?: AbortSignal,
): Promise<Measurement['values']> {
  const ranked = await rankDocuments(queries, documents, set.corpusSize, DEPTH, signal);
  const perQuery = (name: RetrievalMetric): Float64Array =>
    Float64Array.from(ranked, (best, query) => RETRIEVAL[name](best, set.relevant[query] ?? new Set()));
  const margin = Float64Array.from(
    set.triplets,
    ({ query, positive, negative }) => cosine(queries, query, documents, positive) - cosine(queries, query, documents, negative),
  );
  return {
    ndcg10: perQuery('ndcg10'),
    recall1: perQuery('recall1'),
    recall5: perQuery('recall5'),
    recall10: perQuery('recall10'),
    mrr10: perQuery('mrr10'),
    accuracy: margin.map((x) => Number(x > 0)),
    margin,
  };
}

/** Mean cosine of every text's embedding to what another model makes of it: 1 where nothing moved. */
export function similarityTo(reference: Measurement, changed: Measurement): number {
  let sum = 0;
  let count = 0;
  for (const part of ['queries', 'documents'] as const) {
    const rows = reference[part].data.length / reference[part].width;
    for (let row = 0; row < rows; row++) sum += cosine(reference[part], row, changed[part], row);
    count += rows;
  }
  return sum / count;
}
