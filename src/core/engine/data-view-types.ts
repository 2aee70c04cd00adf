import type { RecordPair } from '../data/overlaps';
import type { Prompts } from '../data/prompts';
import type { TokenLengths } from '../data/token-lengths';
import type { Triplet } from '../data/triplet';
import type { DataRole } from './types';

/** At most so many pairs of records are listed; the counts are of all. */
export const LISTED_PAIRS = 100;

export interface PairList {
  readonly count: number;
  readonly pairs: readonly RecordPair[];
}

/** Records and texts that are where they should not be; null for what needs a set that is not open. */
export interface Overlaps {
  readonly duplicates: Readonly<Record<DataRole, PairList | null>>;
  /** `first` in the general set, `second` in the domain set. */
  readonly leaks: PairList | null;
  /** Different texts that occur in both sets. */
  readonly sharedTexts: number | null;
}

/** What the data panels ask of the worker. */
export interface DataViewer {
  /** Token counts of a set, prompts included, by the tokenizer of the open model. A newer call for the same set ends an older one as cancelled. */
  measureLengths(role: DataRole, prompts: Prompts, onProgress: (lengths: TokenLengths) => void): Promise<void>;
  findOverlaps(): Promise<Overlaps>;
  /** Records of a set, `count` from `start` on. */
  records(role: DataRole, start: number, count: number): Promise<readonly Triplet[]>;
}
