/** Retrieval takes two answers to choose between. */
export const LEAST_HELD_OUT = 2;

/** How many of `queries` different queries are put aside for a share of them. */
export function putAside(queries: number, share: number): number {
  return share === 0 ? 0 : Math.min(queries, Math.max(LEAST_HELD_OUT, Math.round(share * queries)));
}
