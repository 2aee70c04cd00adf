import type { Triplet } from './triplet';

type Field = 'query' | 'positive' | 'negative';

/** Which column of a file holds which text. No negatives: a set of pairs. */
export interface FieldMapping {
  readonly query: string;
  readonly positive: string;
  readonly negatives: readonly string[];
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
  const negatives = negative === null ? [] : [negative, ...numberedAfter(negative, (name) => columns.includes(name))];
  for (const name of negatives) taken.add(name);
  const query = take('query');
  const positive = take('positive');
  return query === null || positive === null ? null : { query, positive, negatives };
}

/** `negative_2`, `negative_3`, … beside `negative_1`, as far as there are such columns. */
export function numberedAfter(first: string, exists: (name: string) => boolean): string[] {
  const stem = /^(.*\D)1$/.exec(first)?.[1];
  const names: string[] = [];
  if (stem !== undefined) for (let number = 2; exists(`${stem}${number}`); number++) names.push(`${stem}${number}`);
  return names;
}

/** Where one part of a mapping ends and the next one begins: names of columns may have commas of their own. */
const NEXT_PART = /,(?=(?:query|positive|negative)=)/;

/** `query=q,positive=p,negative=n`, `negative` as often as there are columns. Null for anything else. */
export function parseMapping(text: string): FieldMapping | null {
  const parts = text.split(NEXT_PART).map((part) => {
    const [, field = '', column = ''] = /^(query|positive|negative)=(.+)$/s.exec(part) ?? [];
    return { field, column };
  });
  const of = (field: string): string[] => parts.filter((part) => part.field === field).map(({ column }) => column);
  const [[query, ...queries], [positive, ...positives]] = [of('query'), of('positive')];
  const isWhole = parts.every(({ field }) => field !== '') && queries.length + positives.length === 0;
  return isWhole && query !== undefined && positive !== undefined ? { query, positive, negatives: of('negative') } : null;
}

/** What {@link parseMapping} reads. */
export function writeMapping({ query, positive, negatives }: FieldMapping): string {
  return [`query=${query}`, `positive=${positive}`, ...negatives.map((name) => `negative=${name}`)].join(',');
}
