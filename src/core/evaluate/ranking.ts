import { throwIfCancelled } from '../errors';
import { nextTask } from '../next-task';

/** Vectors of texts, row by row; unit vectors wherever they are compared by cosine. */
export interface Embeddings {
  readonly width: number;
  readonly data: Float32Array;
}

/** Inner product of two rows, in float64. */
export function cosine(a: Embeddings, rowA: number, b: Embeddings, rowB: number): number {
  let sum = 0;
  for (let i = 0; i < a.width; i++) sum += (a.data[rowA * a.width + i] ?? 0) * (b.data[rowB * b.width + i] ?? 0);
  return sum;
}

/** Queries between two looks at the event loop, so that a cancel is heard. */
const QUERIES_PER_TASK = 64;

/** The `depth` documents most similar to each query, best first; of equal ones the earlier. Documents from `corpusSize` on are not searched. */
export async function rankDocuments(
  queries: Embeddings,
  documents: Embeddings,
  corpusSize: number,
  depth: number,
  signal?: AbortSignal,
): Promise<number[][]> {
  const count = queries.data.length / queries.width;
  const ranked: number[][] = [];
  for (let query = 0; query < count; query++) {
    if (query % QUERIES_PER_TASK === 0) {
      await nextTask();
      throwIfCancelled(signal);
    }
    ranked.push(bestOf(corpusSize, depth, (document) => cosine(queries, query, documents, document)));
  }
  return ranked;
}

/** The `depth` highest of `count` scores, by insertion into a short sorted list. */
function bestOf(count: number, depth: number, scoreOf: (item: number) => number): number[] {
  const items: number[] = [];
  const scores: number[] = [];
  for (let item = 0; item < count; item++) {
    const score = scoreOf(item);
    if (items.length === depth && score <= (scores[depth - 1] ?? 0)) continue;
    let at = items.length;
    while (at > 0 && (scores[at - 1] ?? 0) < score) at--;
    items.splice(at, 0, item);
    scores.splice(at, 0, score);
    items.length = Math.min(items.length, depth);
    scores.length = items.length;
  }
  return items;
}
