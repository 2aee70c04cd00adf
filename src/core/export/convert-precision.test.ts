import { getFloat16, setFloat16 } from '@petamoriken/float16';
import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { loadTokenizer } from '../data/tokenizer';
import type { EmbeddingModel } from '../model/embedding-model';
import { readWeight } from '../model/weight-values';
import { createNodeDevice } from '../runtime/node';
import { convertPrecision } from './convert-precision';
import { compareEmbeddings } from './verify';

const device = createNodeDevice('wasm');
const TEXTS = ['What is the boiling point of ethanol?', 'Quarterly revenue rose.'];

async function difference(model: EmbeddingModel, converted: EmbeddingModel): Promise<number> {
  const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
  return compareEmbeddings(await device, model, new Map(), converted, tokenizer, TEXTS);
}

const weight = (model: EmbeddingModel, initializer: string): Float32Array => readWeight(model.tensors.get(initializer)!);
const same = (a: Float32Array, b: Float32Array): boolean => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
const view = new DataView(new ArrayBuffer(2));
const rounded = (x: number): number => (setFloat16(view, 0, x, true), getFloat16(view, 0, true));

describe.each(['tiny-bert', 'tiny-bert-cls-dynamo', 'tiny-distilbert', 'tiny-qwen3', 'tiny-qwen3-legacy', 'tiny-qwen3-genai'] as const)(
  '%s',
  (name) => {
    const model = openFixture(name);

    it('is stored in half precision, matrices alone, and embeds nearly as before', async () => {
      const half = convertPrecision(model, 'float16');
      expect(half.onnxPath).toBe('onnx/model_fp16.onnx');
      expect([...half.folder.keys()].filter((path) => path.startsWith('onnx/'))).toEqual(['onnx/model_fp16.onnx']);
      expect(half.onnx.graph.nodes.filter(({ opType }) => opType !== 'Cast').map(({ opType }) => opType)).toEqual(
        model.onnx.graph.nodes.filter(({ opType }) => opType !== 'Cast').map(({ opType }) => opType),
      );
      const size = ({ files }: EmbeddingModel): number =>
        [files.model, ...files.external.values()].reduce((sum, file) => sum + file.length, 0);
      expect(size(half)).toBeLessThan(0.75 * size(model));
      const names = (of: EmbeddingModel): string[] => of.parameters.map((parameter) => parameter.name).sort();
      expect(names(half)).toEqual(names(model));
      for (const { name: parameter, initializer, shape } of half.parameters) {
        const before = model.parameters.find((other) => other.name === parameter)!;
        const original = weight(model, before.initializer);
        expect(same(weight(half, initializer), shape.length >= 2 ? original.map(rounded) : original)).toBe(true);
      }
      expect(await difference(model, half)).toBeLessThan(5e-3);
    });

    it('stays as it is in its own precision', () => {
      expect(convertPrecision(model, 'float32')).toBe(model);
      expect(convertPrecision(model, 'input')).toBe(model);
    });
  },
);

describe('all-MiniLM-L6-v2, stored in float16', () => {
  const model = openFixture('all-MiniLM-L6-v2');

  it('is written in float32 with the same weights, and embeds as the float32 model does', async () => {
    const single = convertPrecision(model, 'float32');
    expect(single.onnxPath).toBe('onnx/model.onnx');
    expect(single.parameters.every(({ storage }) => storage === 'float32')).toBe(true);
    for (const { initializer } of model.parameters) expect(same(weight(single, initializer), weight(model, initializer))).toBe(true);
    expect(await difference(model, single)).toBeLessThan(1e-5);
  });
});
