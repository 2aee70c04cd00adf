import { InvalidDataError } from '../data/errors';
import type { TripletSet } from '../data/triplet';

/** One judged comparison: query, a document that answers it, and one that does not, by index. */
export interface JudgedTriplet {
  readonly query: number;
  readonly positive: number;
  readonly negative: number;
}

/** Texts to measure retrieval on. Each query is looked up among all documents of the corpus. */
export interface HeldOutSet {
  readonly name: string;
  readonly queries: readonly string[];
  /** The corpus, in the order in which equal similarities rank; the texts that only serve as negatives come after it. */
  readonly documents: readonly string[];
  /** The first so many documents are the corpus. */
  readonly corpusSize: number;
  /** The documents that answer each query, by index; never none. */
  readonly relevant: readonly ReadonlySet<number>[];
  /** Empty for sets that judge no negatives. */
  readonly triplets: readonly JudgedTriplet[];
}

/**
 * Retrieval out of triplets: the corpus is every distinct positive of the file, in file order; a query that occurs with several
 * positives has them all as answers. Negatives are compared with, but not searched.
 * @throws InvalidDataError when there is nothing to find wrong: fewer than two positives
 */
export function heldOutFromTriplets({ fileName, triplets }: TripletSet): HeldOutSet {
  const queries = new Numbering();
  const documents = new Numbering();
  for (const { positive } of triplets) documents.of(positive);
  const corpusSize = documents.texts.length;
  if (corpusSize < 2) throw new InvalidDataError('Retrieval takes two different positives at least.', fileName);
  const relevant: Set<number>[] = [];
  const judged = triplets.flatMap(({ query: text, positive: answer, negative }) => {
    const [query, positive] = [queries.of(text), documents.of(answer)];
    (relevant[query] ??= new Set()).add(positive);
    return negative === '' ? [] : [{ query, positive, negative: documents.of(negative) }];
  });
  return { name: fileName, queries: queries.texts, documents: documents.texts, corpusSize, relevant, triplets: judged };
}

/** A set for retrieval figures alone: negatives would be embedded for nothing. */
export function retrievalOnly(set: HeldOutSet): HeldOutSet {
  return { ...set, documents: set.documents.slice(0, set.corpusSize), triplets: [] };
}

/** Distinct texts, numbered in the order they come. */
class Numbering {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return number;
  }
}
