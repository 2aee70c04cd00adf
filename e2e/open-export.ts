import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { openEmbeddingModel } from '../src/core/model/embedding-model';
import { readWeight } from '../src/core/model/weight-values';

/** What an exported archive holds, seen without the studio: opened by onnxruntime, counted weight by weight. */
export interface OpenedExport {
  /** Zeros over the weights of a layer type. */
  readonly zeros: number;
  /** Weights that differ from the original other than by being zero now. */
  readonly changed: number;
  /** Shape of the hidden states of one text. */
  readonly hidden: readonly number[];
}

export async function openExport(files: ReadonlyMap<string, Buffer>, original: string, type: 'mlp'): Promise<OpenedExport> {
  const entries = new Map(
    [...files].map(([name, content]) => [name.slice(name.indexOf('onnx/') < 0 ? 0 : name.indexOf('onnx/')), new Uint8Array(content)]),
  );
  const exported = openEmbeddingModel('exported', entries);
  const before = openEmbeddingModel(
    'original',
    new Map([['model.onnx', new Uint8Array(await readFile(join(original, 'onnx/model.onnx')))]]),
  );
  let zeros = 0;
  let changed = 0;
  for (const { initializer, types } of exported.parameters) {
    const [now, then] = [exported, before].map((model) => {
      const tensor = model.tensors.get(initializer);
      if (tensor === undefined) throw new Error(`${initializer} is missing`);
      return readWeight(tensor);
    });
    now?.forEach((value, i) => {
      if (types.includes(type) && value === 0) zeros++;
      if (value !== 0 && value !== then?.[i]) changed++;
    });
  }
  const session = await ort.InferenceSession.create(exported.files.model.subarray(), { executionProviders: ['wasm'] });
  const feed = (value: bigint) => new ort.Tensor('int64', new BigInt64Array(8).fill(value), [1, 8]);
  const results = await session.run({ input_ids: feed(5n), attention_mask: feed(1n), token_type_ids: feed(0n) });
  return { zeros, changed, hidden: results[exported.output]?.dims ?? [] };
}
