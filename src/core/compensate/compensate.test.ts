import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../tests/support/golden';
import { openFixture } from '../../../tests/support/models';
import { DeviceWeights } from '../analysis/weights-on-device';
import { loadTokenizer } from '../data/tokenizer';
import { CancelledError } from '../errors';
import type { Parameter } from '../model/parameter';
import { type WeightPatch, weightOf } from '../model/weight-patch';
import { specializeModel } from '../model/specialize-model';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { compensate } from './compensate';
import { sumInputs } from './inputs';
import { measureInputs, updatedPatch } from './measure-inputs';
import { productInputs } from './product-inputs';

const model = openFixture('tiny-bert');
const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
const isLinear = ({ types, shape }: Parameter): boolean => shape.length === 2 && (types.includes('mlp') || types.includes('attention'));
const linear = model.parameters.filter(isLinear);
const records = (word: string) => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: 12 }, (_, i) => ({
    query: `${word} ${i}`,
    positive: `${word} is number ${i} of all`,
    negative: `no ${i}`,
  })),
});
const texts = { general: records('market'), domain: records('enzyme'), maxSamples: 10, maxLength: 24 };

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());

describe('productInputs', () => {
  it('finds the input of every linear layer, once for query, key and value', () => {
    const groups = productInputs(specializeModel(model, 2, 8), linear).map(({ width, parameters }) => [
      width,
      parameters.map(({ name }) => name.replace(/^encoder\.layer\.(\d)\./, '$1 ').replace('.weight', '')),
    ]);
    expect(groups.slice(0, 4)).toEqual([
      [32, ['0 attention.self.query', '0 attention.self.key', '0 attention.self.value']],
      [32, ['0 attention.output.dense']],
      [32, ['0 intermediate.dense']],
      [64, ['0 output.dense']],
    ]);
    expect(groups.length).toBe(8);
  });

  it.each(['tiny-qwen3', 'tiny-distilbert', 'tiny-bert-cls-dynamo'] as const)('finds them all in %s', (name) => {
    const other = openFixture(name);
    const wanted = other.parameters.filter(isLinear);
    const found = productInputs(specializeModel(other, 2, 8), wanted).flatMap(({ parameters }) => parameters);
    expect(found.map((parameter) => parameter.name).sort()).toEqual(wanted.map((parameter) => parameter.name).sort());
  });
});

/** Layer 0's input: the sum of the three embeddings, normalised; padding never comes in. In float64. */
function firstInput(ids: Int32Array): number[][] {
  const table = (name: string): Float32Array =>
    weightOf(
      model,
      model.parameters.find((parameter) => parameter.name === `embeddings.${name}`)!,
    );
  const [words, positions, types] = ['word_embeddings', 'position_embeddings', 'token_type_embeddings'].map((name) =>
    table(`${name}.weight`),
  );
  const [scale, shift] = [table('LayerNorm.weight'), table('LayerNorm.bias')];
  return [...ids].map((id, at) => {
    const row = Array.from({ length: 32 }, (_, c) => words![id * 32 + c]! + positions![at * 32 + c]! + types![c]!);
    const mean = row.reduce((sum, x) => sum + x, 0) / 32;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 32;
    return row.map((x, c) => ((x - mean) / Math.sqrt(variance + 1e-12)) * scale[c]! + shift[c]!);
  });
}

describe('sumInputs', () => {
  const query = model.parameters.filter(({ name }) => name === 'encoder.layer.0.attention.self.query.weight');

  it('gives the mean covariance over the tokens of both sets, padding left out', async () => {
    const expected = new Float64Array(32 * 32);
    for (const set of [texts.general, texts.domain]) {
      const all = new Set(set.triplets.slice(0, 10).flatMap(({ query: q, positive, negative }) => [q, positive, negative]));
      const rows = [...all].flatMap((text) => firstInput(tokenizer.encode(text, 24)));
      for (const row of rows)
        for (let i = 0; i < 32; i++) for (let j = 0; j < 32; j++) expected[i * 32 + j]! += (row[i]! * row[j]!) / (2 * rows.length);
    }
    const weights = await DeviceWeights.upload(device, model);
    const sums: Float32Array[] = [];
    await sumInputs(device, { model, tokenizer, weights }, texts, query, 'covariances', (_, sum) => {
      sums.push(sum);
    });
    expect(sums.length).toBe(1);
    expect(relativeDifference(sums[0]!, expected)).toBeLessThan(1e-5);
    weights.free();
  });
});

describe('compensate', () => {
  const masks = new Map(
    linear.map(({ name, shape }) => [name, Uint8Array.from({ length: shape[0]! * shape[1]! }, (_, i) => Number((i * 7) % 5 < 2))]),
  );

  it('keeps the zeros of the masks and changes the rest of every masked product', async () => {
    const shares: number[] = [];
    const patch: WeightPatch = await compensate(device, { model, tokenizer, texts, masks }, { onProgress: (share) => shares.push(share) });
    expect([...patch.keys()].sort()).toEqual([...masks.keys()].sort());
    expect(shares.at(-1)).toBe(1);
    for (const parameter of linear) {
      const [mask, values, before] = [masks.get(parameter.name)!, patch.get(parameter.name)!, weightOf(model, parameter)];
      expect(
        values.every((x, i) => mask[i] === 0 || Object.is(x, 0)),
        parameter.name,
      ).toBe(true);
      expect(
        values.some((x, i) => mask[i] === 0 && x !== before[i]),
        parameter.name,
      ).toBe(true);
    }
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const work = compensate(device, { model, tokenizer, texts, masks }, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toThrow(CancelledError);
  });
});

describe('measureInputs', () => {
  it('gives norms alone or with factors, and factors give the same update as one pass', async () => {
    const shares: number[] = [];
    const norms = await measureInputs(device, { model, tokenizer, texts }, 'norms', { onProgress: (share) => shares.push(share) });
    const full = await measureInputs(device, { model, tokenizer, texts }, 'covariances');
    expect(shares.at(-1)).toBe(1);
    for (const { name } of linear) {
      expect(relativeDifference(norms.get(name)!.norms, full.get(name)!.norms), name).toBeLessThan(1e-6);
      expect(norms.get(name)!.factor).toBeNull();
    }
    const masks = new Map(linear.map(({ name, shape }) => [name, Uint8Array.from({ length: shape[0]! * shape[1]! }, (_, i) => i % 2)]));
    expect(updatedPatch(model, masks, full)).toEqual(await compensate(device, { model, tokenizer, texts, masks }));
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    const work = measureInputs(device, { model, tokenizer, texts }, 'norms', { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toThrow(CancelledError);
  });
});
