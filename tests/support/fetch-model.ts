import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';

/** The files of a model, beside its graph and weights: what an analysis needs of it. */
const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json'];

export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A fixture model's folder, in the browser. */
export function fetchModelFolder(name: string): Promise<Map<string, Uint8Array>> {
  const graph = name === 'tiny-qwen3-genai' ? ['onnx/model.onnx', 'onnx/model.onnx.data'] : ['onnx/model.onnx'];
  return fetchFolder(`/tests/fixtures/models/${name}`, graph);
}

/** The folder of the model that the page has with it. */
export function fetchBuiltInModelFolder(): Promise<Map<string, Uint8Array>> {
  return fetchFolder('/models/all-MiniLM-L6-v2', ['onnx/model_fp16.onnx']);
}

async function fetchFolder(root: string, graph: readonly string[]): Promise<Map<string, Uint8Array>> {
  const entries = [...MODEL_FILES, ...graph].map(async (file) => [file, await fetchBytes(`${root}/${file}`)] as const);
  return new Map(await Promise.all(entries));
}

export async function fetchModel(name: string): Promise<EmbeddingModel> {
  return openEmbeddingModel(name, await fetchModelFolder(name));
}
