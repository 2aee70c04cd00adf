import { expect, it } from 'vitest';
import { analyze } from '../../src/core/analysis/analyze';
import { prepare } from '../../src/core/engine/prepare';
import { analysisSettings } from '../../src/core/gaprune/settings';
import { createBrowserRuntime } from '../../src/core/runtime/browser';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';
import { fetchModel } from '../support/fetch-model';
import { type Traffic, watchTraffic } from '../support/gpu-traffic';

const PAIRS = 6;
const set = (word: string) => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: PAIRS }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word}`, negative: `no ${i}` })),
});

/** Two micro-batches of one shape per step. Nobody looks at the figures after the first step, as the clock stands still. */
it('brings 24 bytes per micro-batch to the host, and makes no buffer after the second micro-batch of a shape', async () => {
  const { device: gpu, name } = await requestGpu(navigator.gpu);
  const traffic = watchTraffic(gpu);
  const device = new WebGpuDevice(createBrowserRuntime(), gpu, name);
  const settings = analysisSettings.parse({ maxLength: 16, batchSize: 2, fisherBatchSize: 1 });
  const prepared = prepare(await fetchModel('tiny-bert'), settings);
  const steps: Traffic[] = [];
  const statistics = await analyze(
    device,
    { ...prepared, general: set('river'), domain: set('acid'), settings },
    { now: () => 0, onProgress: ({ phase }) => phase === 'together' && steps.push({ ...traffic }) },
  );
  expect(statistics.pairs).toBe(PAIRS);
  expect(steps).toHaveLength(PAIRS);
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
  device.destroy();
});
