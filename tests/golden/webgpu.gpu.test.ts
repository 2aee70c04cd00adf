import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Device } from '../../src/core/runtime/device';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import { fetchGoldenModel } from '../support/fetch-golden';
import { TINY_MODELS } from '../support/golden-figures';
import { type Measured, expectLosses, expectMasks, expectSame, expectStatistics, measure, measureFirstRecords } from './check-model';

/** Its whole sets; those of the others take more minutes than a test has: `tests/faults`. */
const WHOLE = 'tiny-bert';

const runtime = createBrowserRuntime();
/** One device for all models: the software adapter takes 20 s for the pipelines of one, and most are the same. */
let device: Device;
beforeAll(async () => {
  device = await createBrowserDevice(runtime, 'webgpu');
});
afterAll(() => {
  device.destroy();
});

describe(`${WHOLE} on WebGPU, against float64`, () => {
  let measured: Measured;
  beforeAll(async () => {
    const { files, golden } = await fetchGoldenModel(WHOLE);
    measured = await measure(device, WHOLE, files, golden);
  }, 900_000);

  it('losses', () => {
    expectLosses(measured);
  });
  it('Fisher information, gradients and alignment', () => {
    expectStatistics(measured);
  });
  it('importance and masks', () => {
    expectMasks(measured);
  });
});

describe.each(TINY_MODELS)('%s on WebGPU', (name) => {
  it('has the losses and gradients of wasm, which float64 is compared with in Node: the first record of each set', async () => {
    const { files, golden } = await fetchGoldenModel(name);
    const onWasm = await measureFirstRecords(await createBrowserDevice(runtime, 'wasm'), name, files, golden);
    expectSame(await measureFirstRecords(device, name, files, golden), onWasm);
  });
});
