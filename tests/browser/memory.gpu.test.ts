import { afterAll, beforeAll, expect, it } from 'vitest';
import { analyze } from '../../src/core/analysis/analyze';
import { createBrowserRuntime } from '../../src/core/runtime/browser';
import { DeviceMemoryError } from '../../src/core/runtime/errors';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';
import { fetchModel } from '../support/fetch-model';
import { type Traffic, watchTraffic } from '../support/gpu-traffic';
import { smallAnalysis } from '../support/small-analysis';

const runtime = createBrowserRuntime();
let gpu: GPUDevice;
let traffic: Traffic;
beforeAll(async () => {
  ({ device: gpu } = await requestGpu(navigator.gpu));
  traffic = watchTraffic(gpu);
});
afterAll(() => gpu.destroy());

it('says what a device cannot hold, holds nothing of it, and goes on', async () => {
  const device = new WebGpuDevice(runtime, gpu, 'test');
  const before = device.allocatedBytes;
  // The software adapter says that it can hold 1 GiB, and cannot; of another, twice its limit is too much.
  const elements = (gpu.limits.maxBufferSize > 2 ** 30 ? 2 * gpu.limits.maxBufferSize : 2 ** 30) / 4;
  await expect(device.allocate(elements)).rejects.toThrow(DeviceMemoryError);
  await expect(device.allocate(elements)).rejects.toThrow(`cannot hold another ${(elements * 4) / 2 ** 20} MiB`);
  expect(device.allocatedBytes).toBe(before);
  const buffer = await device.upload(Float32Array.of(1, 2, 3));
  expect([...(await device.read(buffer))]).toEqual([1, 2, 3]);
  device.free(buffer);
});

it('refuses a model whose weights the device cannot bind, before it makes a buffer', async () => {
  // The limits of a small device, on this one. A table would be several; a matrix cannot be.
  const limited = new Proxy(gpu, {
    get: (target, key) => {
      if (key === 'limits') return { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 12 };
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const device = new WebGpuDevice(runtime, limited, 'test');
  const { buffersMade } = traffic;
  const work = analyze(device, smallAnalysis(await fetchModel('tiny-bert'), 3), { now: () => 0 });
  await expect(work).rejects.toThrow(DeviceMemoryError);
  await expect(work).rejects.toThrow(/MiB/);
  expect(traffic.buffersMade).toBe(buffersMade);
});
