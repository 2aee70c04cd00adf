import type { Triplet } from './triplet';

type Field = 'query' | 'positive' | 'negative';

/** Which column of a file holds which text. No negative: a set of pairs. */
export interface FieldMapping {
  readonly query: string;
  readonly positive: string;
  readonly negative: string | null;
}

/** Names under which data sets in the wild keep the three texts, first match first (see the user guide on data formats). */
export const FIELD_ALIASES = {
  query: ['query', 'anchor', 'question', 'sentence1', 'text'],
  positive: ['positive', 'pos', 'answer', 'passage', 'document', 'sentence2'],
  negative: ['negative', 'neg', 'negative_1', 'negatives'],
} as const satisfies Record<Field & keyof Triplet, readonly string[]>;

/** What a column of another name most likely holds. Only proposed, never taken without being asked for. */
const LIKELY: Readonly<Record<Field, RegExp>> = {
  query: /quer|quest|anchor|premise|prompt|input|title|(^|_)q(_|$)|sent(ence)?_?(1|a)$/i,
  positive: /pos|answer|passage|doc|context|respon|target|entail|hypothes|relevant|abstract|content|(^|_)[ap](_|$)|sent(ence)?_?(2|b)$/i,
  negative: /neg|hard|wrong|irrelevant|contradict|distract|(^|_)n(_|$)|sent(ence)?_?(3|c)$/i,
};

/**
 * A mapping for columns with unusual names: the known names whatever their case, then the likely ones, each column once. Null when there is
 * no column for query or positive.
 */
export function proposeMapping(columns: readonly string[]): FieldMapping | null {
  const taken = new Set<string>();
  const take = (field: Field): string | null => {
    const free = columns.filter((column) => !taken.has(column));
    const known = FIELD_ALIASES[field]
      .map((alias) => free.find((column) => column.toLowerCase() === alias))
      .find((column) => column !== undefined);
    const column = known ?? free.find((name) => LIKELY[field].test(name)) ?? null;
    if (column !== null) taken.add(column);
    return column;
  };
  // Negatives first: "hard_negative_passage" is no passage that answers.
  const negative = take('negative');
  const query = take('query');
  const positive = take('positive');
  return query === null || positive === null ? null : { query, positive, negative };
}
