import { type RecordProblem, TRIPLET_FIELDS, type Triplet } from './triplet';

type Field = keyof Triplet;

/** Names under which data sets in the wild keep the three texts, first match first (see the user guide on data formats). */
export const FIELD_ALIASES = {
  query: ['query', 'anchor', 'question', 'sentence1', 'text'],
  positive: ['positive', 'pos', 'answer', 'passage', 'document', 'sentence2'],
  negative: ['negative', 'neg', 'negative_1', 'negatives'],
} as const satisfies Record<Field, readonly string[]>;

/**
 * Read one record. Lists (FlagEmbedding's `pos` and `neg`) give their first entry; `{set: {…}}` is unwrapped. What is wrong is
 * added to `problems`, field by field, and the record is then null.
 */
export function readTriplet(record: number, value: unknown, problems: RecordProblem[]): Triplet | null {
  const row = unwrap(value);
  if (row === null) {
    problems.push({ record, field: 'record', problem: `is ${kindOf(value)}, not an object with ${TRIPLET_FIELDS.join(', ')}` });
    return null;
  }
  const texts = { query: '', positive: '', negative: '' };
  let good = true;
  for (const field of TRIPLET_FIELDS) {
    const read = readField(row, field);
    if ('text' in read) texts[field] = read.text;
    else {
      problems.push({ record, field, problem: read.problem });
      good = false;
    }
  }
  return good ? texts : null;
}

/** The record as a table of its own keys, or null when it is no object. */
function unwrap(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const row = new Map<string, unknown>(Object.entries(value));
  const inner = row.get('set');
  return row.size === 1 && inner !== undefined ? unwrap(inner) : row;
}

type Read = { readonly text: string } | { readonly problem: string };

function readField(row: ReadonlyMap<string, unknown>, field: Field): Read {
  const name = FIELD_ALIASES[field].find((alias) => row.has(alias));
  if (name === undefined) {
    const keys = [...row.keys()].slice(0, 8).map((key) => key.slice(0, 40));
    return { problem: `missing (the record has ${keys.length === 0 ? 'no fields' : keys.join(', ')})` };
  }
  const read = readText(row.get(name));
  return 'problem' in read && name !== field ? { problem: `${name} ${read.problem}` } : read;
}

function readText(value: unknown): Read {
  if (Array.isArray(value)) {
    if (value.length === 0) return { problem: 'is an empty list' };
    const isSplit = value.length > 1 && value.every((entry) => typeof entry === 'string' && /^.?$/su.test(entry));
    if (isSplit) return { problem: 'is a list of single characters: a text that was split' };
    const first: unknown = value[0];
    return Array.isArray(first) ? { problem: 'is a list of lists' } : readText(first);
  }
  if (typeof value !== 'string') return { problem: `is ${kindOf(value)}, not a text` };
  return value.trim() === '' ? { problem: value === '' ? 'is empty' : 'is blank' } : { text: value };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
