import { expect, it } from 'vitest';
import { analyze } from '../../src/core/analysis/analyze';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import type { Device } from '../../src/core/runtime/device';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';
import { fetchModel } from '../support/fetch-model';
import { type Traffic, watchTraffic } from '../support/gpu-traffic';
import { smallAnalysis } from '../support/small-analysis';
import { wasmBytes } from '../support/wasm-memory';

const MICRO_BATCHES = 2000;
/** By then every shape of a batch has its session. */
const SETTLED = 0.2;
/** Each length of a batch is a session; in software, a session of WebGPU and its steps take seconds. */
const LENGTHS = { wasm: 16, webgpu: 8 } as const;
const HOUR = 3_600_000;

const runtime = createBrowserRuntime();

/** A device, and what goes through it where that is the graphics device. */
async function open(kind: Device['kind']): Promise<{ readonly device: Device; readonly traffic: Traffic | null }> {
  if (kind === 'wasm') return { device: await createBrowserDevice(runtime, kind), traffic: null };
  const { device: gpu, name } = await requestGpu(navigator.gpu);
  const traffic = watchTraffic(gpu);
  return { device: new WebGpuDevice(runtime, gpu, name), traffic };
}

it.each(['wasm', 'webgpu'] as const)(`memory stays flat over ${MICRO_BATCHES} micro-batches on %s`, { timeout: HOUR }, async (kind) => {
  const { device, traffic } = await open(kind);
  // A step makes two micro-batches, one of each set, of one record each.
  const steps = MICRO_BATCHES / 2;
  const settings = { maxLength: LENGTHS[kind], fisherBatchSize: 1, maxSamples: MICRO_BATCHES };
  const input = smallAnalysis(await fetchModel('tiny-bert'), steps, settings);
  /** What is held after each step: on the graphics device by all, in buffers of our own, and by wasm, which never gives back. */
  const held: string[] = [];
  const began = performance.now();
  await analyze(device, input, {
    now: () => performance.now(),
    onProgress: ({ phase }) => {
      if (phase !== 'together') return;
      const { liveBytes: gpuBytes, liveBuffers: gpuBuffers } = traffic ?? { liveBytes: 0, liveBuffers: 0 };
      held.push(JSON.stringify({ gpuBytes, gpuBuffers, bufferBytes: device.allocatedBytes, wasmBytes: wasmBytes() }));
    },
  });
  device.destroy();
  expect(held).toHaveLength(steps);
  const settled = new Set(held.slice(SETTLED * steps));
  console.log(
    `${kind}: ${steps} steps in ${((performance.now() - began) / 60_000).toFixed(1)} min; held after each: ${[...settled].join(', ')}`,
  );
  expect([...settled]).toEqual([held[SETTLED * steps]]);
});
