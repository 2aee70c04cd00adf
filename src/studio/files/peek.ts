import type { NamedFile } from '../../core/engine/types';
import { dataNamesIn } from '../../core/onnx/data-names';
import { FIELD_ALIASES } from '../../core/data/field-mapping';

/** How a file begins: with records of a data set, or otherwise. `model`: an archive of a model's folder; `model-data`: what an ONNX file names as its data; `statistics`: arrays of
 * Fisher information. */
export type Peek = 'records' | 'model' | 'model-data' | 'statistics' | 'other';

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

/** Whether this is an archive of a session, and not of a run's files. */
export async function isSession({ name, content }: NamedFile): Promise<boolean> {
  return /\.zip$/i.test(name) && (await content.slice(-TAIL_BYTES).text()).includes('session.json');
}

/** Names of arrays stand at the beginning of a safetensors file. */
const HEADER_BYTES = 262_144;

async function peek({ name, content }: NamedFile): Promise<Peek | null> {
  if (/\.(json|jsonl|ndjson)$/i.test(name)) return peekAt(await content.slice(0, HEAD_BYTES).text());
  if (/\.safetensors$/i.test(name))
    return /"fisher_(general|domain)\//.test(await content.slice(0, HEADER_BYTES).text()) ? 'statistics' : null;
  if (/\.zip$/i.test(name)) return peekAtTail(await content.slice(-TAIL_BYTES).text());
  return null;
}

const isLoose = ({ name }: NamedFile): boolean => !name.includes('/');
const isOnnx = ({ name }: NamedFile): boolean => /\.onnx$/i.test(name);
/** An ONNX file with its weights beside it has a few megabytes; a larger one holds them itself. */
const MAX_GRAPH_BYTES = 2 ** 28;

/** What the loose ONNX files name as their data; a folder is a model as a whole. */
async function dataNames(files: readonly NamedFile[]): Promise<ReadonlySet<string>> {
  const loose = files.filter(isLoose);
  const graphs = loose.filter((file) => isOnnx(file) && file.content.size <= MAX_GRAPH_BYTES);
  if (loose.every((file) => isOnnx(file) || /\.json$/i.test(file.name))) return new Set();
  const names = await Promise.all(graphs.map(async ({ content }) => [...dataNamesIn(new Uint8Array(await content.arrayBuffer()))]));
  return new Set(names.flat());
}

/** Looks into the JSON files, the ONNX files, the arrays and the archives among these. */
export async function peekInto(files: readonly NamedFile[]): Promise<Map<NamedFile, Peek>> {
  const data = await dataNames(files);
  const peeks = await Promise.all(
    files.map(async (file) => [file, data.has(file.name) && isLoose(file) ? ('model-data' as const) : await peek(file)] as const),
  );
  return new Map(peeks.flatMap(([file, found]) => (found === null ? [] : [[file, found] as const])));
}
