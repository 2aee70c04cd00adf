import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { lengthBuckets, makeTextBatch } from '../data/batches';
import type { AnalysisProgress } from '../engine/types';
import type { Statistics } from '../gaprune/statistics';
import { fitTables, wholeOf } from '../model/table-parts';
import type { Device } from '../runtime/device';
import { DeviceMemoryError } from '../runtime/errors';
import { createNodeDevice } from '../runtime/node';
import { sizeOf } from '../tensor';
import { analyze } from './analyze';
import { EmbeddingProgram } from './embedding-program';
import { planAnalysis } from './plan';
import { prepareRecords } from './prepared-records';
import { DeviceWeights } from './weights-on-device';

const MIB = 2 ** 20;
const input = smallAnalysis(openFixture('tiny-bert'), 4, { fisherBatchSize: 1 });
const { model } = input;
const prepared = prepareRecords(input);
const limits = { bindingBytes: 2 ** 30 };
const onePass = planAnalysis(model, prepared, limits, null);
const elements = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

describe('a plan', () => {
  it('counts weights, sums and gradients to the byte', () => {
    expect(onePass.passes).toEqual([model.parameters]);
    expect(onePass.memory).toMatchObject({ weights: 4 * elements, sums: 16 * elements, onePass: onePass.memory.total });
    const { gradients, activations, total } = onePass.memory;
    expect(activations + gradients + 20 * elements).toBe(total);
    expect([onePass.gradients, onePass.shared]).toEqual([8, true]);
  });

  it.each([0.95, 0.85, 0.75])('keeps to a budget of %f of one pass, with every weight in one pass', (share) => {
    const budget = share * onePass.memory.total;
    const { passes, memory, gradients } = planAnalysis(model, prepared, limits, budget);
    expect(memory.total).toBeLessThanOrEqual(budget);
    expect(passes.flat()).toEqual(model.parameters);
    expect(passes.length).toBeGreaterThan(1);
    expect(gradients).toBe(passes.length * onePass.gradients);
    expect(memory.onePass).toBe(onePass.memory.total);
  });

  it('is refused before any work where memory does not do, with what is needed and what is there', () => {
    const weights = onePass.memory.weights;
    expect(() => planAnalysis(model, prepared, limits, weights)).toThrow(DeviceMemoryError);
    expect(() => planAnalysis(model, prepared, limits, weights)).toThrow(/needs [\d.]+ MiB.*[\d.]+ MiB may be used/);
    const matrix = Math.max(...model.parameters.map(({ types, shape }) => (types.includes('linear') ? 4 * sizeOf(shape) : 0)));
    expect(() => planAnalysis(model, prepared, { bindingBytes: matrix }, null)).not.toThrow();
    expect(() => planAnalysis(model, prepared, { bindingBytes: matrix - 4 }, null)).toThrow(/this device binds .* at a time/);
  });
});

describe('an analysis in passes', () => {
  let device: Device;
  let whole: Statistics;
  let held = 0;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
    whole = await analyze(device, input, { now: () => 0, onProgress: ({ deviceBytes }) => (held = Math.max(held, deviceBytes)) });
  });
  afterAll(() => device.destroy());

  const inPasses = (share: number) => ({
    ...input,
    settings: { ...input.settings, memoryMiB: (share * onePass.memory.total) / MIB },
  });

  it('gives the statistics of one pass, bit for bit, and holds less', async () => {
    const reports: AnalysisProgress[] = [];
    const parts = await analyze(device, inPasses(0.75), { now: () => 0, onProgress: (progress) => reports.push(progress) });
    expect(parts).toEqual(whole);
    const { done, total, layers } = reports.at(-1)!;
    const passes = planAnalysis(model, prepared, limits, 0.75 * onePass.memory.total).passes.length;
    expect([done, total]).toEqual([passes * 8, passes * 8]);
    expect(layers!.every(({ fisherDomain, alignment }) => fisherDomain !== null && alignment !== null)).toBe(true);
    expect(Math.max(...reports.map(({ deviceBytes }) => deviceBytes))).toBeLessThan(held);
    expect(device.allocatedBytes).toBe(0);
  });
});

describe('an analysis on a device that cannot bind the largest table', () => {
  const bindingBytes = Math.max(...model.parameters.map(({ types, shape }) => (types.includes('linear') ? 4 * sizeOf(shape) : 0)));
  const words = model.parameters.find(({ name }) => name === 'embeddings.word_embeddings.weight')!;
  let device: Device;
  let limited: Device;
  beforeAll(async () => {
    [device, limited] = [await createNodeDevice('wasm'), await createNodeDevice('wasm')];
    Object.defineProperty(limited, 'limits', { value: { bindingBytes } });
  });

  it('has the table in parts of as many rows as fit, in order', () => {
    const parts = fitTables(model, bindingBytes).parameters.filter((part) => wholeOf(part) === words);
    expect(parts.length).toBe(Math.ceil((4 * sizeOf(words.shape)) / bindingBytes));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every(({ shape }) => 4 * sizeOf(shape) <= bindingBytes)).toBe(true);
    expect(parts.reduce((sum, { shape: [rows = 0] }) => sum + rows, 0)).toBe(words.shape[0]);
  });

  it('gives the statistics of an analysis with the whole table, bit for bit, and in several passes those of the table', async () => {
    const whole = await analyze(device, input, { now: () => 0 });
    expect(await analyze(limited, input, { now: () => 0 })).toEqual(whole);
    const memoryMiB = (0.95 * planAnalysis(model, prepared, limited.limits, null).memory.total) / MIB;
    const inPasses = { ...input, settings: { ...input.settings, memoryMiB } };
    expect(planAnalysis(model, prepared, limited.limits, memoryMiB * MIB).passes.length).toBeGreaterThan(1);
    const table = ({ tensors }: Statistics) => tensors.find(({ name }) => name === words.name);
    expect(table(await analyze(limited, inPasses, { now: () => 0 }))).toEqual(table(whole));
    expect(limited.allocatedBytes).toBe(0);
  });

  it('gives the embeddings of the whole table, with other values in its place too', async () => {
    const replaced = new Map([[words.initializer, Float32Array.from({ length: sizeOf(words.shape) }, (_, i) => Math.sin(i))]]);
    for (const values of [new Map<string, Float32Array>(), replaced]) {
      const embedded = await Promise.all([device, limited].map((on) => embed(on, values)));
      expect(embedded[1]).toEqual(embedded[0]);
    }
  });

  async function embed(on: Device, values: ReadonlyMap<string, Float32Array>): Promise<Float32Array> {
    const weights = await DeviceWeights.upload(on, model, values);
    const texts = ['the river', 'an acid and a base'].map((text) => input.tokenizer.encode(text, 16));
    const batch = makeTextBatch(texts, input.tokenizer.padToken, lengthBuckets(16));
    const program = await EmbeddingProgram.create(on, model, batch.rows, batch.length);
    try {
      return await program.run(batch, weights);
    } finally {
      await program.release();
      weights.free();
    }
  }
});
