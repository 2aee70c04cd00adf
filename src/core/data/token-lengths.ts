import { throwIfCancelled } from '../errors';
import { nextTask } from '../next-task';
import { NO_PROMPTS, type Prompts } from './prompts';
import type { TextTokenizer } from './tokenizer';
import { TRIPLET_FIELDS, type TripletField, type TripletSet } from './triplet';

/** How many texts have how many tokens, special tokens included: `counts[i]` texts of `lengths[i]`, ascending. */
export interface LengthCounts {
  readonly lengths: readonly number[];
  readonly counts: readonly number[];
}

export interface TokenLengths {
  /** Records counted so far. */
  readonly done: number;
  readonly total: number;
  readonly fields: Readonly<Record<TripletField, LengthCounts>>;
}

/** Lengths are counted up to this one, the largest max length there is; a longer text counts as this long. */
const LONGEST = 32_768;
/** Milliseconds of counting between two chances for other work. */
const SLICE_MS = 20;
/** Milliseconds between two reports. */
const REPORT_MS = 250;

export interface LengthHooks {
  readonly signal?: AbortSignal;
  readonly now: () => number;
  /** What goes before queries and documents, and counts. */
  readonly prompts?: Prompts;
  /** What has been counted so far; the last report holds all records. */
  readonly onProgress: (lengths: TokenLengths) => void;
}

/**
 * Count the tokens of every text of a set, untruncated, in slices that leave the thread free for others.
 * @throws CancelledError, InvalidTokenizerError
 */
export async function measureTokenLengths(set: TripletSet, tokenizer: TextTokenizer, hooks: LengthHooks): Promise<void> {
  const tallies = { query: new Map<number, number>(), positive: new Map<number, number>(), negative: new Map<number, number>() };
  const total = set.triplets.length;
  const report = (done: number): void =>
    hooks.onProgress({
      ...{ done, total },
      fields: { query: sorted(tallies.query), positive: sorted(tallies.positive), negative: sorted(tallies.negative) },
    });
  const { query, document } = hooks.prompts ?? NO_PROMPTS;
  let sliceStart = hooks.now();
  let lastReport = sliceStart;
  for (const [record, triplet] of set.triplets.entries()) {
    for (const field of TRIPLET_FIELDS) {
      const text = triplet[field];
      const { length } = tokenizer.encode(text === '' ? '' : (field === 'query' ? query : document) + text, LONGEST);
      tallies[field].set(length, (tallies[field].get(length) ?? 0) + 1);
    }
    if (hooks.now() - sliceStart < SLICE_MS) continue;
    if (hooks.now() - lastReport >= REPORT_MS) {
      report(record + 1);
      lastReport = hooks.now();
    }
    await nextTask();
    throwIfCancelled(hooks.signal);
    sliceStart = hooks.now();
  }
  report(total);
}

function sorted(tally: ReadonlyMap<number, number>): LengthCounts {
  const entries = [...tally].sort(([a], [b]) => a - b);
  return { lengths: entries.map(([length]) => length), counts: entries.map(([, count]) => count) };
}
