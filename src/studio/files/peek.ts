import type { NamedFile } from '../../core/engine/types';
import { FIELD_ALIASES } from '../../core/data/field-mapping';

/** How a JSON file begins: with records of a data set, or otherwise. `model`: an archive of a model's folder. */
export type Peek = 'records' | 'model' | 'other';

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

/** The list of an archive's files stands at its end, names in plain. */
const TAIL_BYTES = 262_144;

/** Looks at the end of an archive: one with an ONNX file is a model, unless it is a session, which holds its model too. */
export function peekAtTail(tail: string): Peek {
  return tail.includes('.onnx') && !tail.includes('session.json') ? 'model' : 'other';
}

async function peek({ name, content }: NamedFile): Promise<Peek | null> {
  if (/\.(json|jsonl|ndjson)$/i.test(name)) return peekAt(await content.slice(0, HEAD_BYTES).text());
  if (/\.zip$/i.test(name)) return peekAtTail(await content.slice(-TAIL_BYTES).text());
  return null;
}

/** Looks into the JSON files and the archives among these. */
export async function peekInto(files: readonly NamedFile[]): Promise<Map<NamedFile, Peek>> {
  const peeks = await Promise.all(files.map(async (file) => [file, await peek(file)] as const));
  return new Map(peeks.flatMap(([file, found]) => (found === null ? [] : [[file, found] as const])));
}
