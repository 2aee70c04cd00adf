import type { FieldMapping } from '../data/field-mapping';
import type { Leak, RecordPair } from '../data/overlaps';
import type { Prompts } from '../data/prompts';
import type { TokenLengths } from '../data/token-lengths';
import type { Triplet } from '../data/triplet';
import type { DataRole, NamedFile } from './types';

/** At most so many pairs of records are listed; the counts are of all. */
export const LISTED_PAIRS = 100;

export interface PairList<Pair extends RecordPair = RecordPair> {
  readonly count: number;
  readonly pairs: readonly Pair[];
}

export interface LeakList extends PairList<Leak> {
  /** How many are word for word the same. */
  readonly exact: number;
}

/** Records and texts that are where they should not be; null for what needs a set that is not open. */
export interface Overlaps {
  readonly duplicates: Readonly<Record<DataRole, PairList | null>>;
  /** `first` in the general set, `second` in the domain set. */
  readonly leaks: LeakList | null;
  /** Different texts that occur in both sets. */
  readonly sharedTexts: number | null;
}

/** The columns of a file that is not open yet, for a person to say what they hold. */
export interface FileColumns {
  readonly columns: readonly string[];
  /** The first records, their values as short texts: one per column, empty where a record has none. */
  readonly samples: readonly (readonly string[])[];
  /** What the columns likely hold. */
  readonly proposed: FieldMapping | null;
}

/** What the data panels ask of the worker. */
export interface DataViewer {
  /** @throws InvalidDataError, InvalidJsonError */
  inspectColumns(file: NamedFile): Promise<FileColumns>;
  /** Token counts of a set, prompts included, by the tokenizer of the open model. A newer call for the same set ends an older one as cancelled. */
  measureLengths(role: DataRole, prompts: Prompts, onProgress: (lengths: TokenLengths) => void): Promise<void>;
  findOverlaps(): Promise<Overlaps>;
  /** Records of a set, `count` from `start` on. */
  records(role: DataRole, start: number, count: number): Promise<readonly Triplet[]>;
}
