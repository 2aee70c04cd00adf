import { mulberry32, shuffledIndices } from '../data/random';
import { InvalidDataError } from '../data/errors';
import type { HeldOutSet } from '../evaluate/held-out';

/** Fewest queries of a part: below, figures say nothing. */
const FEWEST = 5;

/**
 * Two sets with different queries over the same documents: one to choose by, one to confirm on. Drawn by seed, half and half.
 * @throws InvalidDataError for a set of few queries
 */
export function splitQueries(set: HeldOutSet, seed: number): { readonly validation: HeldOutSet; readonly test: HeldOutSet } {
  const order = shuffledIndices(set.queries.length, mulberry32(seed));
  const half = Math.floor(order.length / 2);
  if (half < FEWEST) throw new InvalidDataError(`Choosing and confirming take ${2 * FEWEST} queries at least.`, set.name);
  const part = (chosen: readonly number[]): HeldOutSet => {
    const kept = [...chosen].sort((a, b) => a - b);
    const place = new Map(kept.map((query, at) => [query, at]));
    return {
      ...set,
      queries: kept.flatMap((query) => set.queries[query] ?? []),
      relevant: kept.flatMap((query) => set.relevant[query] ?? []),
      triplets: set.triplets.flatMap((triplet) => {
        const query = place.get(triplet.query);
        return query === undefined ? [] : [{ ...triplet, query }];
      }),
    };
  };
  return { validation: part(order.slice(0, half)), test: part(order.slice(half)) };
}
