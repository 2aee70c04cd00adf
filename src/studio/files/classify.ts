import type { NamedFile } from '../../core/engine/types';
import type { Peek } from './peek';

/** What a dropped file can be opened as. */
export type FileRole = 'model' | 'general' | 'domain' | 'run';

/** Why a file was taken for what it was taken for, or for nothing. */
export type Reason =
  | 'onnx'
  | 'model-archive'
  | 'model-file'
  | 'beside-model'
  | 'run-file'
  | 'statistics'
  | 'named-set'
  | 'unnamed-set'
  | 'no-records'
  | 'table'
  | 'checkpoint'
  | 'unknown';

/** Files that are opened together, and what they were taken for. */
export interface Taken {
  readonly files: readonly NamedFile[];
  /** Null when it is for a person to say, or when nothing fits. */
  readonly role: FileRole | null;
  readonly reason: Reason;
}

const modelFiles = new Set([
  ...['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json'],
  ...['modules.json', 'sentence_bert_config.json', 'config_sentence_transformers.json', 'generation_config.json'],
  ...['genai_config.json', 'vocab.json', 'vocab.txt', 'merges.txt', 'tokenizer.model', 'sentencepiece.bpe.model'],
]);
const modelExtension = /\.(onnx|onnx[._]data(_\d+)?)$/i;
const runFile = /^(run\.json|session\.json|statistics\.safetensors)$|\.zip$/i;
/** What the reference writes: folders of arrays, and figures beside them. */
const referenceFile = /_fisher_complete_scores_[^/]*_tensors\/[^/]+\.npy$|(_fisher_complete_scores_|(^|\/)alignment_scores_)[^/]*\.json$/;
const dataExtension = /\.(json|jsonl|ndjson|csv|tsv|tab|parquet)$/i;
const tableExtension = /\.(xlsx?|ods|arrow|feather)$/i;
const checkpointExtension = /\.(safetensors|bin|pt|pth|h5|gguf|ckpt)$/i;
const setNames: readonly ['general' | 'domain', RegExp][] = [
  ['general', /general|generic|common|open/i],
  ['domain', /domain|chem|financ|medic|bio|legal|law|special/i],
];

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const topFolder = (path: string): string | null => (path.includes('/') ? path.slice(0, path.indexOf('/')) : null);

/** Sorts files dropped together, by name and by how they begin. Model files are opened as one, and so are the files of a run. */
export function classify(files: readonly NamedFile[], peeks: ReadonlyMap<NamedFile, Peek> = new Map()): Taken[] {
  const runFolders = new Set(files.filter(({ name }) => baseName(name) === 'run.json').map(({ name }) => topFolder(name)));
  const modelFolders = new Set(files.filter(({ name }) => modelExtension.test(name)).map(({ name }) => topFolder(name)));
  for (const folders of [runFolders, modelFolders]) folders.delete(null);
  const hasManifest = files.some(({ name }) => baseName(name) === 'run.json');
  const one = (file: NamedFile): Taken => {
    const name = baseName(file.name);
    const peek = peeks.get(file);
    const taken = (role: FileRole | null, reason: Reason): Taken => ({ files: [file], role, reason });
    if (peek === 'model-data') return taken('model', 'onnx');
    if (peek === 'model') return taken('model', 'model-archive');
    const isStatistics = peek === 'statistics' || name === 'statistics.safetensors' || referenceFile.test(file.name);
    if (isStatistics && !hasManifest) return taken('run', 'statistics');
    if (runFile.test(name) || runFolders.has(topFolder(file.name))) return taken('run', 'run-file');
    if (modelExtension.test(name)) return taken('model', 'onnx');
    if (modelFiles.has(name)) return taken('model', 'model-file');
    if (modelFolders.has(topFolder(file.name)) && peek !== 'records') return taken('model', 'beside-model');
    if (tableExtension.test(name)) return taken(null, 'table');
    if (checkpointExtension.test(name)) return taken(null, 'checkpoint');
    if (!dataExtension.test(name)) return taken(null, 'unknown');
    if (peek === 'other') return taken(null, 'no-records');
    const role = setNames.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
    return taken(role, role === null ? 'unnamed-set' : 'named-set');
  };
  return together(together(files.map(one), 'model'), 'run');
}

/** All entries of a role as one, in the place of the first; its reason is the first's. */
function together(entries: readonly Taken[], role: FileRole): Taken[] {
  const [first, ...others] = entries.filter((entry) => entry.role === role);
  if (first === undefined) return [...entries];
  const whole = { ...first, files: [first, ...others].flatMap(({ files }) => files) };
  return entries.flatMap((entry) => (entry === first ? [whole] : others.includes(entry) ? [] : [entry]));
}
