import type { NamedFile } from '../../core/engine/types';
import { FIELD_ALIASES } from '../../core/data/field-mapping';

/** How a JSON file begins: with records of a data set, or otherwise. */
export type Peek = 'records' | 'other';

/** Enough for the first record's first name of a field. */
const HEAD_BYTES = 16_384;

const fields = new Set<string>([...FIELD_ALIASES.query, ...FIELD_ALIASES.positive, ...FIELD_ALIASES.negative, 'set']);

/** Reads no more than the beginning. A first object that names one of the known fields is a record. */
export function peekAt(head: string): Peek {
  const start = /^\uFEFF?\s*(?:\[\s*)?\{/.exec(head);
  if (start === null) return 'other';
  const names = head.slice(start[0].length).matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g);
  for (const [, name = ''] of names) if (fields.has(name)) return 'records';
  return 'other';
}

/** Looks into the JSON files among these. */
export async function peekInto(files: readonly NamedFile[]): Promise<Map<NamedFile, Peek>> {
  const json = files.filter(({ name }) => /\.(json|jsonl|ndjson)$/i.test(name));
  return new Map(await Promise.all(json.map(async (file) => [file, peekAt(await file.content.slice(0, HEAD_BYTES).text())] as const)));
}
