import { QUANTISED } from '../model/model-folder';
import { HubMissingError } from './errors';
import type { HubFile, HubListing } from './list';

/** One of a model's ONNX files with all that it takes to open it. */
export interface HubVariant {
  /** Path of the ONNX file. */
  readonly path: string;
  /** What its name says of its numbers. */
  readonly precision: 'float32' | 'float16' | 'bfloat16';
  readonly bytes: number;
  readonly files: readonly HubFile[];
}

/** Files beside the ONNX file: configuration, tokenizer, the modules of sentence-transformers, card and licence. */
const BESIDE = [
  /^(.*\/)?(config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|modules|sentence_bert_config|config_sentence_transformers)\.json$/,
  /^(.*\/)?\d+_\w+\/(config\.json|model\.safetensors)$/,
  /^(README\.md|LICENSE(\.\w+)?)$/i,
];
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * The ONNX files of a model that can be pruned, float32 first. Quantised ones are passed over. External data are the files beside one whose names
 * begin with its own; what else it names is known once it is there.
 * @throws HubMissingError when there is none
 */
export function variantsOf({ files, reference }: HubListing): readonly HubVariant[] {
  const onnx = files.filter(({ path }) => path.toLowerCase().endsWith('.onnx'));
  const usable = onnx.filter(({ path }) => !QUANTISED.test(baseName(path)));
  if (usable.length === 0) {
    const why = onnx.length > 0 ? 'Its ONNX files are all quantised' : 'It has no ONNX file';
    throw new HubMissingError(`${why}: export the model to ONNX and give the folder.`, reference.repository);
  }
  const beside = files.filter(({ path }) => BESIDE.some((pattern) => pattern.test(path)));
  const variants = usable.map((file): HubVariant => {
    const data = files.filter(
      ({ path }) => folderOf(path) === folderOf(file.path) && baseName(path).startsWith(`${baseName(file.path)}_data`),
    );
    const dotted = files.filter(({ path }) => path === `${file.path}.data`);
    const all = [file, ...data, ...dotted, ...beside];
    const precision = /bf16|bfloat16/i.test(file.path) ? 'bfloat16' : /fp16|float16/i.test(file.path) ? 'float16' : 'float32';
    return { path: file.path, precision, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0), files: all };
  });
  const order = ['float32', 'float16', 'bfloat16'];
  return variants.sort((a, b) => order.indexOf(a.precision) - order.indexOf(b.precision) || a.path.length - b.path.length);
}
