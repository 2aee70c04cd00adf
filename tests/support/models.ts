import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';
import type { ModelFiles } from '../../src/core/onnx/patch';
import { FIXTURES, type GoldenModel } from './golden';

const BUILT_IN = new URL('../../public/models/', import.meta.url);

export function modelFolder(model: GoldenModel): URL {
  return new URL(`${model}/`, model === 'all-MiniLM-L6-v2' ? BUILT_IN : new URL('models/', FIXTURES));
}

interface ModelFilesInMemory extends ModelFiles {
  readonly model: Uint8Array;
  readonly external: ReadonlyMap<string, Uint8Array>;
}

/** The ONNX files of a fixture model, or of the built-in one. */
export function loadModelFiles(model: GoldenModel): ModelFilesInMemory {
  const modelName = model === 'all-MiniLM-L6-v2' ? 'model_fp16.onnx' : 'model.onnx';
  const read = (name: string): Uint8Array => {
    const file = readFileSync(new URL(`onnx/${name}`, modelFolder(model)));
    return new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  };
  const external = model === 'tiny-qwen3-genai' ? new Map([['model.onnx.data', read('model.onnx.data')]]) : new Map<string, Uint8Array>();
  return { modelName, model: read(modelName), external };
}

/** Every file of a fixture model's folder, by relative path. */
export function loadModelFolder(model: GoldenModel): Map<string, Uint8Array> {
  const root = modelFolder(model);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(fileURLToPath(root), join(parentPath, name)).split(sep).join('/'));
  return new Map(paths.sort().map((path) => [path, new Uint8Array(readFileSync(new URL(path, root)))]));
}

/** An ONNX file with an operator that nobody knows in place of GroupQueryAttention: its name is as long. */
export function withUnknownOperator(model: Uint8Array): Uint8Array {
  const text = Buffer.from(model).toString('latin1').replaceAll('GroupQueryAttention', 'PagedQueryAttention');
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

export function openWithUnknownOperator(): EmbeddingModel {
  const folder = loadModelFolder('tiny-qwen3-genai');
  const path = 'onnx/model.onnx';
  return openEmbeddingModel('unknown', folder.set(path, withUnknownOperator(folder.get(path) ?? new Uint8Array())));
}

/** The name that {@link withOddData} gives to the data file. It is as long as the one it takes the place of. */
export const ODD_DATA = 'all-weights.bin';

/** A model whose data file has a name like that of weights in another format, which lie beside it as well. */
export function withOddData(): Map<string, Uint8Array> {
  const folder = loadModelFolder('tiny-qwen3-genai');
  const [model, data] = [folder.get('onnx/model.onnx') ?? new Uint8Array(), folder.get('onnx/model.onnx.data') ?? new Uint8Array()];
  folder.delete('onnx/model.onnx.data');
  const renamed = Buffer.from(model).toString('latin1').replaceAll('model.onnx.data', ODD_DATA);
  const others = ['pytorch_model.bin', 'onnx/openvino_model.bin'].map((path) => [path, new Uint8Array(8)] as const);
  return new Map([...folder, ['onnx/model.onnx', new Uint8Array(Buffer.from(renamed, 'latin1'))], [`onnx/${ODD_DATA}`, data], ...others]);
}

export function openFixture(model: GoldenModel): EmbeddingModel {
  return openEmbeddingModel(model, loadModelFolder(model));
}
