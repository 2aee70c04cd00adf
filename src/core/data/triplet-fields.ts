import { FIELD_ALIASES, type FieldMapping, numberedAfter } from './field-mapping';
import { type RecordProblem, TRIPLET_FIELDS, type Triplet, type TripletField } from './triplet';

/** A record as read. `problems` alone when it cannot be used; one without a negative is a pair, and a problem in a set of triplets. */
export interface ReadRecord {
  readonly triplet: Triplet | null;
  /** The problem that the record has unless the set is one of pairs. */
  readonly withoutNegative: RecordProblem | null;
  readonly problems: readonly RecordProblem[];
  /** The record's own columns, in order; empty for what is no record. */
  readonly row: Row;
  /** The columns that each text was read from. */
  readonly read: Readonly<Record<TripletField, readonly string[]>>;
}

/** The record as a table of its own keys. */
export type Row = ReadonlyMap<string, unknown>;

/**
 * Read one record. Of a list (FlagEmbedding's `pos` and `neg`) the first entry counts, and the further negatives are kept;
 * `{set: {…}}` is unwrapped.
 *
 * @param mapping the columns to read, where a person has chosen them; by their usual names when null
 */
export function readRecord(record: number, value: unknown, mapping: FieldMapping | null): ReadRecord {
  const row = unwrap(value);
  if (row === null) {
    const inner = rowOf(value)?.get('set');
    const found = inner === undefined ? `is ${kindOf(value)}` : `set is ${kindOf(inner)}`;
    const problem = { record, field: 'record', problem: `${found}, not an object with ${TRIPLET_FIELDS.join(', ')}` };
    const nothing = { query: [], positive: [], negative: [] };
    return { triplet: null, withoutNegative: null, problems: [problem], row: new Map(), read: nothing };
  }
  const read = {
    query: namesOf(row, 'query', mapping),
    positive: namesOf(row, 'positive', mapping),
    negative: namesOf(row, 'negative', mapping),
  };
  const problems: RecordProblem[] = [];
  const take = (field: TripletField): readonly string[] => {
    const [name, ...others] = read[field];
    const first = name === undefined ? { problem: missing(row) } : readField(row, name, field);
    if ('problem' in first) {
      problems.push({ record, field, problem: first.problem });
      return [];
    }
    // A further negative may be missing where a record has fewer of them.
    const more = others.map((other) => readTexts(row.get(other)));
    return [...first.texts, ...more.flatMap((texts) => ('texts' in texts ? texts.texts : []))];
  };
  const [query] = take('query');
  const [positive] = take('positive');
  const lacksNegative = read.negative.length === 0;
  const [negative, ...others] = lacksNegative ? [] : take('negative');
  if (query === undefined || positive === undefined || problems.length > 0) {
    if (lacksNegative && mapping?.negatives.length !== 0) problems.push({ record, field: 'negative', problem: missing(row) });
    return { triplet: null, withoutNegative: null, problems, row, read };
  }
  if (negative === undefined) {
    const withoutNegative = { record, field: 'negative', problem: missing(row) };
    return { triplet: { query, positive, negative: '' }, withoutNegative, problems, row, read };
  }
  const triplet = others.length === 0 ? { query, positive, negative } : { query, positive, negative, moreNegatives: others };
  return { triplet, withoutNegative: null, problems, row, read };
}

/** Null for what is no object, or `{set: …}` of what is none. */
function unwrap(value: unknown): Row | null {
  const row = rowOf(value);
  return row?.size === 1 && row.has('set') ? rowOf(row.get('set')) : row;
}

function rowOf(value: unknown): Row | null {
  return isObject(value) ? new Map<string, unknown>(Object.entries(value)) : null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The columns of a record that hold a text: several for negatives alone. */
function namesOf(row: Row, field: TripletField, mapping: FieldMapping | null): string[] {
  if (mapping !== null) return (field === 'negative' ? mapping.negatives : [mapping[field]]).filter((name) => row.has(name));
  const first = FIELD_ALIASES[field].find((alias) => row.has(alias));
  if (first === undefined) return [];
  return field === 'negative' ? [first, ...numberedAfter(first, (name) => row.has(name))] : [first];
}

type Read = { readonly texts: readonly string[] } | { readonly problem: string };

function readField(row: Row, name: string, field: TripletField): Read {
  const read = readTexts(row.get(name));
  return 'problem' in read && name !== field ? { problem: `${shortened(name)} ${read.problem}` } : read;
}

function missing(row: Row): string {
  const keys = [...row.keys()].slice(0, 8).map(shortened);
  return `missing (the record has ${keys.length === 0 ? 'no fields' : keys.join(', ')})`;
}

const shortened = (name: string): string => name.slice(0, 40);

/** A text, or the texts of a list; a lone text is a list of one. The first one must be good, and so must all that are texts. */
function readTexts(value: unknown): Read {
  if (!Array.isArray(value)) return readText(value);
  if (value.length === 0) return { problem: 'is an empty list' };
  const isSplit = value.length > 1 && value.every((entry) => typeof entry === 'string' && /^.?$/su.test(entry));
  if (isSplit) return { problem: 'is a list of single characters: a text that was split' };
  if (Array.isArray(value[0])) return { problem: 'is a list of lists' };
  const [first, ...rest] = value.map(readText);
  if (first === undefined || 'problem' in first) return first ?? { problem: 'is an empty list' };
  return { texts: [...first.texts, ...rest.flatMap((read) => ('texts' in read ? read.texts : []))] };
}

function readText(value: unknown): Read {
  if (typeof value !== 'string') return { problem: `is ${kindOf(value)}, not a text` };
  if (value.trim() === '') return { problem: value === '' ? 'is empty' : 'is blank' };
  return /\p{Surrogate}/u.test(value) ? { problem: 'holds half of a surrogate pair: the text is damaged' } : { texts: [value] };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
