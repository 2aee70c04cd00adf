import { expect, it } from 'vitest';
import { compileGradients } from '../../src/core/analysis/gradient-program';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import { TINY_MODELS } from '../support/golden-figures';
import { fetchModel } from '../support/fetch-model';

const runtime = createBrowserRuntime();

/**
 * Every node of a backward graph runs on the GPU: onnxruntime refuses the session otherwise. There are no exceptions; integers and
 * shapes are worked out beforehand.
 */
it.each(TINY_MODELS)('%s: no node falls back to the CPU', async (name) => {
  const device = await createBrowserDevice(runtime, 'webgpu');
  const { model, deviceOutputs } = compileGradients(await fetchModel(name), [{ rows: 6, length: 32 }], { scale: 20, textsPerRecord: 3 });
  const session = await device.createSession(model, { deviceOutputs, refuseFallback: true });
  expect(deviceOutputs.length).toBeGreaterThan(0);
  await session.release();
  device.destroy();
});
