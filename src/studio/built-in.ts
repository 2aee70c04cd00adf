import type { DataRole, NamedFile } from '../core/engine/types';
import { text } from './text';

/** What the studio opens by itself. The files lie in `public/`. */
const model = {
  folder: 'models/',
  files: [
    'all-MiniLM-L6-v2/config.json',
    'all-MiniLM-L6-v2/tokenizer.json',
    'all-MiniLM-L6-v2/tokenizer_config.json',
    'all-MiniLM-L6-v2/special_tokens_map.json',
    'all-MiniLM-L6-v2/modules.json',
    'all-MiniLM-L6-v2/sentence_bert_config.json',
    'all-MiniLM-L6-v2/config_sentence_transformers.json',
    'all-MiniLM-L6-v2/1_Pooling/config.json',
    'all-MiniLM-L6-v2/onnx/model_fp16.onnx',
  ],
} as const;

const data = { general: 'general-example.json', domain: 'chem-example.json' } as const satisfies Record<DataRole, string>;

/** The built-in records to measure with, by their file. */
export const builtInHeldOut = {
  general: 'wordnet-general-test.json',
  domain: 'wordnet-chemistry-test.json',
} as const satisfies Record<DataRole, string>;

async function load(folder: string, name: string, signal: AbortSignal): Promise<NamedFile> {
  const response = await fetch(`${import.meta.env.BASE_URL}${folder}${name}`, { signal });
  if (!response.ok) throw new Error(text.files.builtInFailed(name, response.status));
  return { name, content: await response.blob() };
}

export function loadBuiltInModel(signal: AbortSignal): Promise<NamedFile[]> {
  return Promise.all(model.files.map((name) => load(model.folder, name, signal)));
}

export function loadBuiltInData(role: DataRole, signal: AbortSignal): Promise<NamedFile> {
  return load('data/', data[role], signal);
}

export function loadBuiltInHeldOut(role: DataRole): Promise<NamedFile> {
  return load('data/', builtInHeldOut[role], new AbortController().signal);
}
