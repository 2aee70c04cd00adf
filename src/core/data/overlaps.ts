import type { Triplet, TripletSet } from './triplet';

/** Two records that say the same, by their numbers. */
export interface RecordPair {
  readonly first: number;
  readonly second: number;
}

/** Case, Unicode form and white space do not make a text another one. */
function normalize(text: string): string {
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

/** Records of `b` (`second`) whose query and positive also occur in `a` (`first`, the earliest): such a pair is known, not judged. */
export function findLeaks(a: TripletSet, b: TripletSet): RecordPair[] {
  const pairKey = ({ query, positive }: Triplet): string => keyOf([query, positive]);
  const known = new Map<string, number>();
  a.triplets.forEach((triplet, record) => {
    const key = pairKey(triplet);
    if (!known.has(key)) known.set(key, record);
  });
  return b.triplets.flatMap((triplet, second) => {
    const first = known.get(pairKey(triplet));
    return first === undefined ? [] : [{ first, second }];
  });
}

/** Different texts, of whatever field, that occur in both sets. */
export function countSharedTexts(a: TripletSet, b: TripletSet): number {
  const textsOf = ({ triplets }: TripletSet): Set<string> =>
    new Set(triplets.flatMap(({ query, positive, negative }) => [normalize(query), normalize(positive), normalize(negative)]));
  const known = textsOf(a);
  return [...textsOf(b)].filter((text) => known.has(text)).length;
}

function keyOf(texts: readonly string[]): string {
  return JSON.stringify(texts.map(normalize));
}
