import { z } from 'zod';
import type { ByteSource } from '../bytes/byte-source';
import type { OnnxGraph, OnnxModel, StoredTensor } from '../onnx/graph';
import { dataFilesOf } from '../onnx/data-files';
import type { ModelFiles } from '../onnx/patch';
import { OnnxFormatError } from '../onnx/errors';
import { readModel } from '../onnx/read-model';
import { analysisGraph } from './analysis-graph';
import { type AttentionHeads, headsOf } from './attention-heads';
import { ModelFileError, UnsupportedModelError } from './errors';
import type { Parameter } from './parameter';
import { toFloat32Graph } from './float32-graph';
import { findParameters } from './parameters';
import { type EmbeddingHead, readHead } from './head/modules';
import { type ModelPrompts, readPrompts } from './prompts';
import { quantisation } from './quantised';
import { type ModelFolder, openFolder } from './model-folder';
import { type TextPreparation, readTextPreparation } from './sentence-bert';

/** An embedding model as it was given, read and understood. Nothing of it is changed. */
export interface EmbeddingModel {
  readonly name: string;
  /** Every file of the folder, by relative path. */
  readonly folder: ReadonlyMap<string, ByteSource>;
  /** Relative path of the ONNX file in the folder. */
  readonly onnxPath: string;
  /** The ONNX file and the data files that its tensors lie in, by bare name. */
  readonly files: ModelFiles;
  readonly onnx: OnnxModel;
  /** The graph that is analysed: in standard operators and in float32, whatever the file has. */
  readonly graph: OnnxGraph;
  /** Why a fused operator could not be written in standard ones, by the node's first output. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Why a weight of queries, keys and values is left as one, by initializer name. */
  readonly whole: ReadonlyMap<string, string>;
  /** Epsilon of the layer norms as `config.json` has it; null when it does not say. */
  readonly layerNormEpsilon: number | null;
  readonly opset: number;
  readonly architecture: string;
  readonly parameters: readonly Parameter[];
  /** Where each parameter's values lie, by initializer name. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The output with the hidden states. */
  readonly output: string;
  /** Pooling and what follows it. */
  readonly head: EmbeddingHead;
  readonly layers: number;
  /** Null when `config.json` does not say. */
  readonly attention: AttentionHeads | null;
  readonly maxPositions: number | null;
  readonly texts: TextPreparation;
  /** What its files, or its name, say that goes before texts. */
  readonly prompts: ModelPrompts;
  readonly tokenizerJson: string | null;
  readonly tokenizerConfig: string | null;
}

const text = new TextDecoder();

/**
 * Read a model folder laid out as on the Hugging Face hub: an ONNX file (with external data), `config.json`, `1_Pooling/config.json` and
 * the tokenizer's files, in any folder depth.
 *
 * @param given the folder's files, by relative path
 * @throws ModelFileError, OnnxFormatError, ExternalDataError, UnsupportedModelError
 */
export function openEmbeddingModel(name: string, given: ReadonlyMap<string, ByteSource>): EmbeddingModel {
  const folder = openFolder(given);
  const onnx = readOnnx(folder);
  const config = readConfig(folder);
  const { graph, buffers, refusals, whole } = analysisGraph(onnx.graph, onnx.opsets.get('') ?? 0);
  const parameters = findParameters(graph, buffers);
  if (parameters.length === 0) {
    throw new UnsupportedModelError(quantisation(graph) ?? 'The model has no weights that its output depends on.', folder.onnxPath);
  }
  const tensors = tensorsOf(graph, parameters);
  const layerIndices = parameters.flatMap(({ layer }) => (layer === null ? [] : [layer]));
  const layerNormEpsilon = config.layer_norm_eps ?? config.rms_norm_eps ?? null;
  const tokenizer = folder.find('tokenizer.json');
  const tokenizerConfig = folder.find('tokenizer_config.json');
  return {
    name,
    folder: folder.entries,
    onnxPath: folder.onnxPath,
    files: ownFiles(folder.files, onnx),
    onnx,
    graph: toFloat32Graph(graph, new Set(tensors.keys()), layerNormEpsilon),
    layerNormEpsilon,
    refusals,
    whole,
    opset: onnx.opsets.get('') ?? 0,
    architecture: config.architectures?.[0] ?? config.model_type ?? 'unknown',
    parameters,
    tensors,
    output: hiddenStates(onnx),
    head: readHead(folder, isDecoder(config.model_type)),
    layers: layerIndices.length === 0 ? 0 : Math.max(...layerIndices) + 1,
    attention: headsOf(config),
    maxPositions: maxPositions(config, parameters),
    texts: readTextPreparation(folder),
    prompts: readPrompts(folder, [name, config._name_or_path ?? '']),
    tokenizerJson: tokenizer === null ? null : text.decode(tokenizer),
    tokenizerConfig: tokenizerConfig === null ? null : text.decode(tokenizerConfig),
  };
}

/** Without what lies beside the model and is no data of it: other models' data, the tokenizer. */
function ownFiles(files: ModelFiles, { graph }: OnnxModel): ModelFiles {
  const used = dataFilesOf(graph);
  return { ...files, external: new Map([...files.external].filter(([name]) => used.has(name))) };
}

function readOnnx({ files, onnxPath }: ModelFolder): OnnxModel {
  try {
    return readModel(files.model, files.external);
  } catch (cause) {
    if (!(cause instanceof OnnxFormatError)) throw cause;
    throw new OnnxFormatError(`This is not an ONNX file, or it is damaged: ${cause.message}`, onnxPath, { cause });
  }
}

/** A size that only pictures need: null or something else in its place is as good as none. */
const size = z.number().optional().catch(undefined);

const modelConfig = z.looseObject({
  architectures: z.array(z.string()).optional(),
  model_type: z.string().optional(),
  _name_or_path: z.string().optional().catch(undefined),
  max_position_embeddings: z.number().optional(),
  layer_norm_eps: z.number().optional(),
  rms_norm_eps: z.number().optional(),
  num_attention_heads: size,
  n_heads: size,
  n_head: size,
  num_key_value_heads: size,
  head_dim: size,
  hidden_size: size,
  dim: size,
  n_embd: size,
});
type ModelConfig = z.infer<typeof modelConfig>;

/** `config.json`, when it is there. A lone ONNX file can do without. */
function readConfig(folder: ModelFolder): ModelConfig {
  const bytes = folder.find('config.json');
  if (bytes === null) return {};
  try {
    return modelConfig.parse(JSON.parse(text.decode(bytes)));
  } catch (cause) {
    throw new ModelFileError('This configuration is not valid.', 'config.json', { cause });
  }
}

const DECODERS = /^(qwen|llama|mistral|gemma|phi|gpt|opt|falcon)/;
const isDecoder = (modelType: string | undefined): boolean => modelType !== undefined && DECODERS.test(modelType);

/** The table of positions bounds the length when there is one; RoBERTa's starts at the padding index + 1. */
function maxPositions(config: ModelConfig, parameters: readonly Parameter[]): number | null {
  const table = parameters.find(({ name }) => /position_embeddings\.weight$/.test(name))?.shape[0];
  const configured = config.max_position_embeddings;
  const limit = table === undefined ? configured : Math.min(table, configured ?? table);
  if (limit === undefined) return null;
  return /roberta|camembert|mpnet/.test(config.model_type ?? '') ? limit - 2 : limit;
}

function tensorsOf(graph: OnnxGraph, parameters: readonly Parameter[]): Map<string, StoredTensor> {
  const names = new Set(parameters.map(({ initializer }) => initializer));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of graph.initializers) if (names.has(name)) tensors.set(name, tensor);
  for (const node of graph.nodes) {
    const value = node.attributes.get('value');
    const output = node.outputs[0] ?? '';
    if (value?.kind === 'tensor' && names.has(output)) tensors.set(output, value.value);
  }
  return tensors;
}

const HIDDEN_STATE_NAMES = ['last_hidden_state', 'hidden_states', 'token_embeddings'];

function hiddenStates(onnx: OnnxModel): string {
  const { outputs } = onnx.graph;
  const named = HIDDEN_STATE_NAMES.map((name) => outputs.find((output) => output.name === name)).find((output) => output !== undefined);
  const output = named ?? outputs.find(({ shape }) => shape?.length === 3) ?? outputs[0];
  if (output === undefined) throw new UnsupportedModelError('The model has no output.', 'graph');
  return output.name;
}
