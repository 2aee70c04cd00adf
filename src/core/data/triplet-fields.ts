import { FIELD_ALIASES, type FieldMapping } from './field-mapping';
import { type RecordProblem, TRIPLET_FIELDS, type Triplet, type TripletField } from './triplet';

/** A record as read. `problems` alone when it cannot be used; one without a negative is a pair, and a problem in a set of triplets. */
export interface ReadRecord {
  readonly triplet: Triplet | null;
  /** The problem that the record has unless the set is one of pairs. */
  readonly withoutNegative: RecordProblem | null;
  readonly problems: readonly RecordProblem[];
  /** The record's own names of fields. */
  readonly columns: readonly string[];
}

/**
 * Read one record. Of a list (FlagEmbedding's `pos` and `neg`) the first entry counts, and the further negatives are kept;
 * `{set: {…}}` is unwrapped.
 *
 * @param mapping the columns to read, where a person has chosen them; by their usual names when null
 */
export function readRecord(record: number, value: unknown, mapping: FieldMapping | null): ReadRecord {
  const row = unwrap(value);
  if (row === null) {
    const problem = { record, field: 'record', problem: `is ${kindOf(value)}, not an object with ${TRIPLET_FIELDS.join(', ')}` };
    return { triplet: null, withoutNegative: null, problems: [problem], columns: [] };
  }
  const columns = [...row.keys()];
  const problems: RecordProblem[] = [];
  const take = (field: TripletField): readonly string[] => {
    const read = readField(row, field, mapping);
    if ('texts' in read) return read.texts;
    problems.push({ record, field, problem: read.problem });
    return [];
  };
  const [query] = take('query');
  const [positive] = take('positive');
  const lacksNegative = nameOf(row, 'negative', mapping) === undefined;
  const [negative, ...others] = lacksNegative ? [] : [...take('negative'), ...numberedNegatives(row, mapping)];
  if (query === undefined || positive === undefined || problems.length > 0) {
    if (lacksNegative && mapping?.negative !== null) problems.push({ record, field: 'negative', problem: missing(row) });
    return { triplet: null, withoutNegative: null, problems, columns };
  }
  if (negative === undefined) {
    const withoutNegative = { record, field: 'negative', problem: missing(row) };
    return { triplet: { query, positive, negative: '' }, withoutNegative, problems, columns };
  }
  const triplet = others.length === 0 ? { query, positive, negative } : { query, positive, negative, moreNegatives: others };
  return { triplet, withoutNegative: null, problems, columns };
}

type Row = ReadonlyMap<string, unknown>;

/** The record as a table of its own keys, or null when it is no object. */
function unwrap(value: unknown): Row | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const row = new Map<string, unknown>(Object.entries(value));
  const inner = row.get('set');
  return row.size === 1 && inner !== undefined ? unwrap(inner) : row;
}

function nameOf(row: Row, field: TripletField, mapping: FieldMapping | null): string | undefined {
  if (mapping === null) return FIELD_ALIASES[field].find((alias) => row.has(alias));
  const chosen = mapping[field];
  return chosen !== null && row.has(chosen) ? chosen : undefined;
}

/** `negative_2`, `negative_3`, … beside `negative_1`, as far as they hold texts. */
function numberedNegatives(row: Row, mapping: FieldMapping | null): string[] {
  const first = nameOf(row, 'negative', mapping);
  const stem = first === undefined ? null : /^(.*\D)1$/.exec(first)?.[1];
  if (stem === null || stem === undefined) return [];
  const texts: string[] = [];
  for (let number = 2; row.has(`${stem}${number}`); number++) {
    const read = readTexts(row.get(`${stem}${number}`));
    if ('texts' in read) texts.push(...read.texts);
  }
  return texts;
}

type Read = { readonly texts: readonly string[] } | { readonly problem: string };

function readField(row: Row, field: TripletField, mapping: FieldMapping | null): Read {
  const name = nameOf(row, field, mapping);
  if (name === undefined) return { problem: missing(row) };
  const read = readTexts(row.get(name));
  return 'problem' in read && name !== field ? { problem: `${name} ${read.problem}` } : read;
}

function missing(row: Row): string {
  const keys = [...row.keys()].slice(0, 8).map((key) => key.slice(0, 40));
  return `missing (the record has ${keys.length === 0 ? 'no fields' : keys.join(', ')})`;
}

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
