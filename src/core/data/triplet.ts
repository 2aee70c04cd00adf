/** One record of a data set: a query, a text that answers it and one that does not. */
export interface Triplet {
  readonly query: string;
  readonly positive: string;
  readonly negative: string;
}

/** Something wrong with one record. `record` counts from 0. */
export interface RecordProblem {
  readonly record: number;
  readonly field: string;
  readonly problem: string;
}

/** A data set that has been read and checked, record by record. */
export interface TripletSet {
  readonly fileName: string;
  readonly triplets: readonly Triplet[];
}

export const TRIPLET_FIELDS = ['query', 'positive', 'negative'] as const satisfies readonly (keyof Triplet)[];

export type TripletField = (typeof TRIPLET_FIELDS)[number];
