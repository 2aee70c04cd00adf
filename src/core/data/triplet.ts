/** One record of a data set: a query, a text that answers it and one that does not. */
export interface Triplet {
  readonly query: string;
  readonly positive: string;
  /** Empty in a set of pairs. */
  readonly negative: string;
  /** Further texts that do not answer it, where the file has several. */
  readonly moreNegatives?: readonly string[];
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
  /** No record has a negative: queries are told from the other positives of their batch alone. */
  readonly pairs?: boolean;
}

export const TRIPLET_FIELDS = ['query', 'positive', 'negative'] as const satisfies readonly (keyof Triplet)[];

export type TripletField = (typeof TRIPLET_FIELDS)[number];
