import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { GoldenModel } from '../../../tests/support/golden';
import { Family } from '../../../tests/support/families';
import { loadModelFolder, openFixture } from '../../../tests/support/models';
import { prunedFile } from '../../../tests/support/pruned-file';
import { mulberry32 } from '../data/random';
import { loadTokenizer } from '../data/tokenizer';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, maskedPatch, weightOf } from '../model/weight-patch';
import { readWeight, toPyTorchLayout } from '../model/weight-values';
import { createNodeDevice } from '../runtime/node';
import { sizeOf } from '../tensor';
import { ExportVerificationError } from './errors';
import { countZeros, writePruned } from './pruned-files';
import { compareEmbeddings } from './verify';

const TEXTS = ['What is the boiling point of ethanol?', 'Quarterly revenue rose.', 'a'];
const [FLOAT32, DEVICE] = [
  ['tiny-bert', 'tiny-bert-cls-dynamo', 'tiny-distilbert', 'tiny-qwen3', 'tiny-qwen3-legacy'] as const satisfies readonly GoldenModel[],
  createNodeDevice('wasm'),
];

/** About half of every matrix, drawn by chance. */
function randomMasks(model: EmbeddingModel, wanted: RegExp = /./): Map<string, Uint8Array> {
  const random = mulberry32(11);
  const chosen = model.parameters.filter(({ prunable, name }) => prunable && wanted.test(name));
  return new Map(chosen.map(({ name, shape }) => [name, Uint8Array.from({ length: sizeOf(shape) }, () => Number(random() < 0.5))]));
}
const ones = (masks: ReadonlyMap<string, Uint8Array>): number =>
  [...masks.values()].reduce((sum, mask) => sum + mask.reduce((count, bit) => count + bit, 0), 0);

async function difference(
  model: EmbeddingModel,
  masks: ReadonlyMap<string, Uint8Array>,
  written: EmbeddingModel,
  patch: WeightPatch = new Map(),
): Promise<number> {
  const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
  return compareEmbeddings(await DEVICE, model, new Map([...maskedPatch(model, masks), ...patch]), written, tokenizer, TEXTS);
}

/** The model with one byte of its files changed: the first of a weight's values at `index`, in the file's order. */
function damaged(model: EmbeddingModel, weight: string, index: number): EmbeddingModel {
  const { initializer } = model.parameters.find(({ name }) => name === weight)!;
  const { range } = model.tensors.get(initializer)!;
  const bytes = model.files.model.subarray().slice();
  bytes[range!.offset + index * 4 + 3]! ^= 0x40;
  return openEmbeddingModel(model.name, new Map(model.folder).set(model.onnxPath, bytes));
}

describe.each(FLOAT32)('%s, pruned and written', (name) => {
  const model = openFixture(name);
  const masks = randomMasks(model);
  const written = writePruned(model, masks);

  it('has the zeros of the masks, counted in the file', () => {
    expect(written.zerosInMasked).toBe(ones(masks));
    expect(written.zerosInModel).toBeGreaterThanOrEqual(written.zerosInMasked);
    for (const parameter of written.model.parameters) {
      const values = (of: EmbeddingModel) => toPyTorchLayout(parameter, readWeight(of.tensors.get(parameter.initializer)!));
      const mask = masks.get(parameter.name);
      expect(values(written.model)).toEqual(values(model).map((x, i) => (mask?.[i] === 1 ? 0 : x)));
    }
  });

  it('embeds as the pruned model in memory does', async () => {
    expect(await difference(model, masks, written.model)).toBeLessThan(1e-6);
  });

  it('is not what the model was', async () => {
    await expect(difference(model, masks, model)).rejects.toThrow(ExportVerificationError);
  });

  it('keeps every other file and every other byte', () => {
    expect([...written.folder.keys()].sort()).toEqual([...model.folder.keys()].sort());
    for (const [path, content] of model.folder) if (path !== model.onnxPath) expect(written.folder.get(path)).toBe(content);
    const sha256 = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');
    expect(sha256(written.model.files.model.subarray())).toBe(sha256(prunedFile(model, masks)));
    expect(sha256(prunedFile(model, new Map()))).toBe(sha256(model.files.model.subarray()));
    expect(writePruned(model, new Map()).model.files.model).toBe(model.files.model);
  });
});

describe('changed weights', () => {
  const model = openFixture('tiny-bert');
  const masks = randomMasks(model, /dense/);
  const patch = new Map(
    [...maskedPatch(model, masks)].map(([name, values]) => [name, values.map((x, i) => x * (1 + 0.1 * Math.sin(i)))] as const),
  );
  const bias = model.parameters.find(({ name }) => name === 'encoder.layer.0.output.dense.bias')!;
  patch.set(
    bias.name,
    weightOf(model, bias).map((x) => x + 0.01),
  );

  it('are written, read back and compared, with the zeros of the masks', async () => {
    const written = writePruned(model, masks, patch);
    expect(written.zerosInMasked).toBe(ones(masks));
    for (const [name, values] of patch) {
      const parameter = written.model.parameters.find((candidate) => candidate.name === name)!;
      expect(weightOf(written.model, parameter), name).toEqual(values);
    }
    expect(await difference(model, masks, written.model, patch)).toBeLessThan(1e-6);
    await expect(difference(model, masks, written.model)).rejects.toThrow(ExportVerificationError);
  });

  it('are refused where a masked weight is not zero', () => {
    const name = [...masks].find(([, bits]) => bits[0] === 1)![0];
    const broken = new Map(patch).set(
      name,
      patch.get(name)!.map((x, i) => (i === 0 ? 0.5 : x)),
    );
    expect(() => writePruned(model, masks, broken)).toThrow(ExportVerificationError);
  });
});

describe('a damaged export', () => {
  const model = openFixture('tiny-bert');
  const weight = 'encoder.layer.0.output.dense.weight';
  const masks = randomMasks(model, /output\.dense/);
  const written = writePruned(model, masks).model;

  it.each([0, 1, 2, 3, 100])('is found by the count (value %i)', (index) => {
    expect(() => countZeros(model, damaged(written, weight, index), masks)).toThrow(ExportVerificationError);
  });

  it('names the weight and the element', () => {
    expect(() => countZeros(model, damaged(written, weight, 0), masks)).toThrow(
      /where .* was written\. \(weight .*output\.dense\.weight, element 0\)/,
    );
  });

  it('is found in weights that no mask names', () => {
    const other = 'encoder.layer.1.attention.self.query.weight';
    expect(() => countZeros(model, damaged(written, other, 5), masks)).toThrow(/\(weight .*query\.weight, element \d+\)/);
  });

  it('is found by its embeddings', async () => {
    await expect(difference(model, masks, damaged(written, weight, 1))).rejects.toThrow(ExportVerificationError);
  });

  it('is found when a weight is missing', () => {
    const tensors = new Map(written.tensors);
    tensors.delete(model.parameters.find(({ name }) => name === weight)!.initializer);
    expect(() => countZeros(model, { ...written, tensors }, masks)).toThrow(`A weight is missing from the file. (weight ${weight})`);
  });
});

describe('other kinds of files', () => {
  it('external data and fused projections: only the data file changes, and it embeds alike', async () => {
    const model = openFixture('tiny-qwen3-genai');
    const masks = randomMasks(model, /mlp|self_attn/);
    const { folder, zerosInMasked, model: written } = writePruned(model, masks);
    expect(zerosInMasked).toBe(ones(masks));
    const changed = [...folder].filter(([path, content]) => content !== model.folder.get(path)).map(([path]) => path);
    expect(changed).toEqual(['onnx/model.onnx.data']);
    expect(folder.get('onnx/model.onnx.data')?.length).toBe(model.folder.get('onnx/model.onnx.data')?.length);
    expect(await difference(model, masks, written)).toBeLessThan(1e-4);
  });

  it('float16: written in float16, and it embeds alike', async () => {
    const model = openFixture('all-MiniLM-L6-v2');
    const masks = randomMasks(model, /layer\.[0-2]\.(intermediate|output)\.dense/);
    const { model: written, zerosInMasked } = writePruned(model, masks);
    expect(zerosInMasked).toBe(ones(masks));
    expect(new Set(written.parameters.map(({ storage }) => storage))).toEqual(new Set(['float16']));
    expect(written.files.model.length).toBe(model.files.model.length);
    expect(await difference(model, masks, written)).toBeLessThan(3e-2);
  });

  it('a folder of several models: the others and their data are left out', () => {
    const given = loadModelFolder('tiny-bert');
    for (const path of ['onnx/model_q4.onnx', 'onnx/model_q4.onnx_data', 'model.safetensors', 'onnx/vocab.data'])
      given.set(path, new Uint8Array(4));
    const model = openEmbeddingModel('several', given);
    const { folder } = writePruned(model, new Map());
    expect([...given.keys()].filter((path) => !folder.has(path))).toEqual([
      'onnx/model_q4.onnx',
      'onnx/model_q4.onnx_data',
      'model.safetensors',
    ]);
  });
});

it('writes masks of queries, keys and values back into the one matrix that an architecture has', async () => {
  const family = await Family.open('modernbert');
  const model = openEmbeddingModel('modernbert', family.folder('bfloat16'));
  const masks = randomMasks(model, /\.[qv]_proj/);
  expect(masks.size).toBe(6);
  const written = writePruned(model, masks);
  expect(written.zerosInMasked).toBe(ones(masks));
  for (const parameter of written.model.parameters) {
    const values = weightOf(model, parameter).map((x, i) => (masks.get(parameter.name)?.[i] === 1 ? 0 : x));
    expect(weightOf(written.model, parameter)).toEqual(values);
  }
});
