import type { DeviceWeights } from '../analysis/weights-on-device';
import type { Embedder } from '../evaluate/embedder';
import type { HeldOutSet } from '../evaluate/held-out';
import { type Measurement, measure } from '../evaluate/measure';
import { cosine } from '../evaluate/ranking';
import { meanOf } from '../evaluate/statistics';

/** What weights make of records that are not trained on. */
export interface Validation {
  readonly loss: number;
  /** Each query among the positives of the records. */
  readonly ndcg10: number;
}

/** Loss and retrieval of records, from one embedding of their texts. @throws CancelledError, EmbeddingsNotFiniteError, RuntimeError */
export async function validate(
  embedder: Embedder,
  weights: DeviceWeights,
  set: HeldOutSet,
  scale: number,
  signal?: AbortSignal,
): Promise<Validation> {
  const measurement = await measure(embedder, weights, set, signal === undefined ? {} : { signal });
  return { loss: lossOf(set, measurement, scale), ndcg10: meanOf(measurement.values.ndcg10) };
}

/** Hard-negative InfoNCE (section 3) in float64: each query against the positives and negatives of all records. */
function lossOf({ triplets }: HeldOutSet, { queries, documents }: Measurement, scale: number): number {
  let sum = 0;
  for (const { query, positive } of triplets) {
    const own = cosine(queries, query, documents, positive);
    let others = 0;
    for (const other of triplets) {
      for (const document of [other.positive, other.negative])
        others += Math.exp(scale * (cosine(queries, query, documents, document) - own));
    }
    sum += Math.log(others);
  }
  return sum / triplets.length;
}
