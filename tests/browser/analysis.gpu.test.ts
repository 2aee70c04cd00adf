import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisInput, analyze } from '../../src/core/analysis/analyze';
import { planAnalysis } from '../../src/core/analysis/plan';
import { prepareRecords } from '../../src/core/analysis/prepared-records';
import type { AnalysisSettings } from '../../src/core/gaprune/settings';
import type { Statistics } from '../../src/core/gaprune/statistics';
import { fitTables } from '../../src/core/model/table-parts';
import { createBrowserRuntime } from '../../src/core/runtime/browser';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';
import { sizeOf } from '../../src/core/tensor';
import { fetchModel } from '../support/fetch-model';
import { type Traffic, watchTraffic } from '../support/gpu-traffic';
import { smallAnalysis } from '../support/small-analysis';

const PAIRS = 5;

/** Steps of two micro-batches of one shape. Nobody looks at the figures after the first step, as the clock stands still. */
describe('an analysis on WebGPU', () => {
  let device: WebGpuDevice;
  let traffic: Traffic;
  let input: AnalysisInput;
  let statistics: Statistics;
  const steps: Traffic[] = [];

  beforeAll(async () => {
    const { device: gpu, name } = await requestGpu(navigator.gpu);
    traffic = watchTraffic(gpu);
    device = new WebGpuDevice(createBrowserRuntime(), gpu, name);
    input = smallAnalysis(await fetchModel('tiny-bert'), PAIRS, { fisherBatchSize: 1 });
    const hooks = { now: () => 0, onProgress: ({ phase }: { phase: string }) => phase === 'together' && steps.push({ ...traffic }) };
    statistics = await analyze(device, input, hooks);
  }, 300_000);
  afterAll(() => device.destroy());

  it('brings 24 bytes per micro-batch to the host, and makes no buffer after the second micro-batch of a shape', () => {
    expect([statistics.pairs, steps.length]).toEqual([PAIRS, PAIRS]);
    steps.slice(1).forEach((after, i) => {
      const before = steps[i];
      if (before === undefined) throw new Error('no step');
      // Two counts, and two losses: 16 bytes each, the least that can be copied.
      expect(after.bytesRead - before.bytesRead).toBe(48);
      // The rows of the first gradient, before the second run; the measuring; the adding.
      expect(after.submissions - before.submissions).toBe(3);
      if (i === 0) return;
      expect(after.buffersMade - before.buffersMade).toBe(0);
      expect(after.liveBytes).toBe(before.liveBytes);
    });
  });

  it('gives the same bits with gradients made apart, and in passes over the data', { timeout: 300_000 }, async () => {
    const again = (changes: Partial<AnalysisSettings>): Promise<Statistics> =>
      analyze(device, { ...input, settings: { ...input.settings, ...changes } }, { now: () => 0 });
    expect(await again({ separatePasses: true })).toEqual(statistics);
    const prepared = prepareRecords(input);
    const memoryMiB = (0.75 * planAnalysis(input.model, prepared, device.limits, null).memory.total) / 2 ** 20;
    expect(planAnalysis(input.model, prepared, device.limits, memoryMiB * 2 ** 20).passes.length).toBeGreaterThan(1);
    expect(await again({ memoryMiB })).toEqual(statistics);
  });

  it('gives the same bits where no buffer can hold the table of tokens', { timeout: 300_000 }, async () => {
    // WebGPU gives no device less than 128 MiB: the device is told that it has less.
    const bindingBytes = 4 * 256 * 32;
    const { limits } = device;
    Object.defineProperty(device, 'limits', { value: { bindingBytes }, configurable: true });
    try {
      const { parameters } = fitTables(input.model, bindingBytes);
      expect(parameters.length).toBeGreaterThan(input.model.parameters.length + 2);
      expect(Math.max(...parameters.map(({ shape }) => 4 * sizeOf(shape)))).toBeLessThanOrEqual(bindingBytes);
      expect(await analyze(device, input, { now: () => 0 })).toEqual(statistics);
    } finally {
      Object.defineProperty(device, 'limits', { value: limits });
    }
  });
});
