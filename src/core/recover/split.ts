import { mulberry32, shuffledIndices } from '../data/random';
import type { Triplet } from '../data/triplet';

/** Records to train on, and records that tell when to stop. */
export interface Split {
  readonly training: readonly Triplet[];
  readonly validation: readonly Triplet[];
}

/** Retrieval takes two queries at least. */
const FEWEST = 2;

/** A share of the records, those of two queries at least, drawn by seed; records with one query stay together, so that none is half known. */
export function splitRecords(triplets: readonly Triplet[], share: number, seed: number): Split {
  const queries = [...new Set(triplets.map(({ query }) => query))];
  const order = shuffledIndices(queries.length, mulberry32(seed));
  const count = Math.max(FEWEST, Math.round(share * queries.length));
  const chosen = new Set(order.slice(0, count).flatMap((index) => queries[index] ?? []));
  return {
    training: triplets.filter(({ query }) => !chosen.has(query)),
    validation: triplets.filter(({ query }) => chosen.has(query)),
  };
}

/** Batches without end: the records in a drawn order, then in another; what does not fill a batch at the end of a round is dropped. */
export function* endlessBatches<T>(items: readonly T[], size: number, seed: number): Generator<T[], never> {
  const random = mulberry32(seed);
  for (;;) {
    const order = shuffledIndices(items.length, random);
    for (let start = 0; start === 0 || start + size <= order.length; start += size) {
      yield order.slice(start, start + size).flatMap((index) => items[index] ?? []);
    }
  }
}
