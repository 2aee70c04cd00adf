import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { expect, it } from 'vitest';
import { readModel } from '../onnx/read-model';
import { interpretGraph } from './evaluate';
import { hostTensor, type HostTensor } from './host-tensor';
import { storedToHost } from './stored-to-host';

ort.env.wasm.numThreads = 1;

/** Two sentences of 5 tokens, the second padded; the same arrays for both sides. */
const feeds: ReadonlyMap<string, readonly number[]> = new Map([
  ['input_ids', [2, 7, 11, 5, 3, 2, 9, 3, 0, 0]],
  ['attention_mask', [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]],
  ['token_type_ids', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['position_ids', [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]],
]);
const shape = [2, 5];

function interpret(bytes: Uint8Array): Map<string, HostTensor> {
  const { graph, opsets } = readModel(bytes);
  const values = new Map<string, HostTensor>();
  for (const [name, stored] of graph.initializers) values.set(name, storedToHost(stored));
  for (const { name } of graph.inputs) values.set(name, hostTensor('int64', shape, feeds.get(name) ?? []));
  interpretGraph(graph.nodes, values, opsets.get('') ?? 0);
  return values;
}

/** Float32 rounding through a whole model, against the largest value of the output. */
const tolerance = 2e-6;

it.each(['tiny-bert', 'tiny-bert-cls-dynamo', 'tiny-distilbert', 'tiny-qwen3', 'tiny-qwen3-legacy'])(
  'evaluates the whole of %s as onnxruntime does',
  async (model) => {
    const bytes = new Uint8Array(readFileSync(new URL(`../../../tests/fixtures/models/${model}/onnx/model.onnx`, import.meta.url)));
    const values = interpret(bytes);
    const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled' });
    const inputs = session.inputNames.map((name) => {
      const data = BigInt64Array.from(feeds.get(name) ?? [], BigInt);
      return [name, new ort.Tensor('int64', data, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(inputs));
    for (const name of session.outputNames) {
      const expected = results[name];
      const actual = values.get(name);
      expect(actual?.shape).toEqual(expected?.dims);
      const reference = Array.from(expected?.data ?? [], Number);
      const largest = Math.max(...reference.map(Math.abs));
      const worst = Math.max(...reference.map((value, i) => Math.abs(value - (actual?.data[i] ?? NaN))));
      expect(worst / largest).toBeLessThan(tolerance);
    }
    await session.release();
  },
);
