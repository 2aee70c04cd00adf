import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';

/** The files of a fixture model: what an analysis needs of it. */
const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json', 'onnx/model.onnx'];

export async function fetchBytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A fixture model's folder, in the browser. */
export async function fetchModelFolder(name: string): Promise<Map<string, Uint8Array>> {
  const names = name === 'tiny-qwen3-genai' ? [...MODEL_FILES, 'onnx/model.onnx.data'] : MODEL_FILES;
  const entries = names.map(async (file) => [file, await fetchBytes(`/tests/fixtures/models/${name}/${file}`)] as const);
  return new Map(await Promise.all(entries));
}

export async function fetchModel(name: string): Promise<EmbeddingModel> {
  return openEmbeddingModel(name, await fetchModelFolder(name));
}
