import type { DataRole, NamedFile } from '../../core/engine/types';

export interface Classified {
  readonly model: readonly NamedFile[];
  readonly data: readonly { readonly role: DataRole; readonly file: NamedFile }[];
  /** Data files whose name does not say which set they are. */
  readonly undecided: readonly NamedFile[];
  /** Files that are neither. */
  readonly unknown: readonly NamedFile[];
}

const modelFiles = new Set([
  ...['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json', 'added_tokens.json'],
  ...['modules.json', 'sentence_bert_config.json', 'config_sentence_transformers.json', 'generation_config.json'],
  ...['genai_config.json', 'vocab.json', 'vocab.txt', 'merges.txt', 'tokenizer.model', 'sentencepiece.bpe.model'],
]);
const modelExtension = /\.(onnx|onnx[._]data(_\d+)?)$/i;
const dataExtension = /\.(json|jsonl|ndjson)$/i;
const roleNames: readonly [DataRole, RegExp][] = [
  ['general', /general|generic|common|open/i],
  ['domain', /domain|chem|financ|medic|bio|legal|law|special/i],
];

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const topFolder = (path: string): string | null => (path.includes('/') ? path.slice(0, path.indexOf('/')) : null);

/** Sorts files dropped anywhere by name and extension. What lies in one folder with an `.onnx` file belongs to that model. */
export function classify(files: readonly NamedFile[]): Classified {
  const modelFolders = new Set(files.filter(({ name }) => modelExtension.test(name)).map(({ name }) => topFolder(name)));
  modelFolders.delete(null);
  const result = { model: [] as NamedFile[], data: [] as { role: DataRole; file: NamedFile }[] };
  const undecided: NamedFile[] = [];
  const unknown: NamedFile[] = [];
  for (const file of files) {
    const name = baseName(file.name);
    if (modelExtension.test(name) || modelFiles.has(name) || modelFolders.has(topFolder(file.name))) result.model.push(file);
    else if (!dataExtension.test(name)) unknown.push(file);
    else {
      const role = roleNames.find(([, pattern]) => pattern.test(name))?.[0];
      if (role === undefined) undecided.push(file);
      else result.data.push({ role, file });
    }
  }
  return { ...result, undecided, unknown };
}
