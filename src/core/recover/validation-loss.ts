import type { DeviceWeights } from '../analysis/weights-on-device';
import type { Triplet } from '../data/triplet';
import type { Embedder } from '../evaluate/embedder';
import { cosine } from '../evaluate/ranking';

/**
 * Hard-negative InfoNCE (section 3) of records, from embeddings, in float64: each query against the positives and negatives of all the
 * records given.
 */
export async function validationLoss(
  embedder: Embedder,
  weights: DeviceWeights,
  triplets: readonly Triplet[],
  scale: number,
  signal?: AbortSignal,
): Promise<number> {
  const n = triplets.length;
  const queries = triplets.map(({ query }) => query);
  const documents = [...triplets.map(({ positive }) => positive), ...triplets.map(({ negative }) => negative)];
  const embeddings = await embedder.embed({ queries, documents }, weights, signal === undefined ? {} : { signal });
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const own = cosine(embeddings, i, embeddings, n + i);
    let others = 0;
    for (let j = n; j < 3 * n; j++) others += Math.exp(scale * (cosine(embeddings, i, embeddings, j) - own));
    sum += Math.log(others);
  }
  return sum / n;
}
