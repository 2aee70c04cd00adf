import type { TripletSet } from './triplet';

/** Two records that say the same, by their numbers. */
export interface RecordPair {
  readonly first: number;
  readonly second: number;
}

/** Case, Unicode form and white space do not make a text another one. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Records that repeat an earlier one in all three texts: `first` is the earliest, `second` the repeat. */
export function findDuplicates(set: TripletSet): RecordPair[] {
  const seen = new Map<string, number>();
  const pairs: RecordPair[] = [];
  set.triplets.forEach((triplet, second) => {
    const key = keyOf([triplet.query, triplet.positive, triplet.negative]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, second);
    else pairs.push({ first, second });
  });
  return pairs;
}

/** A record of one set that another has too. */
export interface Leak extends RecordPair {
  /** Word for word, and not only but for case, Unicode form and white space. */
  readonly exact: boolean;
}

/** Records of `b` (`second`) whose query and positive also occur in `a` (`first`, the earliest, one that is word for word the same before others): such a pair is known, not judged. */
export function findLeaks(a: TripletSet, b: TripletSet): Leak[] {
  const known = new Map<string, number[]>();
  a.triplets.forEach(({ query, positive }, record) => {
    const key = keyOf([query, positive]);
    const records = known.get(key);
    if (records === undefined) known.set(key, [record]);
    else records.push(record);
  });
  return b.triplets.flatMap(({ query, positive }, second) => {
    const records = known.get(keyOf([query, positive]));
    if (records === undefined) return [];
    const same = records.find((record) => {
      const other = a.triplets[record];
      return other?.query === query && other.positive === positive;
    });
    return [{ first: same ?? records[0] ?? 0, second, exact: same !== undefined }];
  });
}

/** Different texts, of whatever field, that occur in both sets. */
export function countSharedTexts(a: TripletSet, b: TripletSet): number {
  const textsOf = ({ triplets }: TripletSet): Set<string> =>
    new Set(triplets.flatMap(({ query, positive, negative }) => [normalise(query), normalise(positive), normalise(negative)]));
  const known = textsOf(a);
  return [...textsOf(b)].filter((text) => known.has(text)).length;
}

function keyOf(texts: readonly string[]): string {
  return JSON.stringify(texts.map(normalise));
}
