import { beforeAll, describe, it } from 'vitest';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import { TINY_MODELS, parseGolden } from '../support/golden-figures';
import { fetchBytes, fetchModelFolder } from '../support/fetch-model';
import { type Measured, expectLosses, expectMasks, expectStatistics, measure } from './check-model';

const runtime = createBrowserRuntime();

describe.each(TINY_MODELS)('%s on WebGPU, against float64', (name) => {
  let measured: Measured;
  beforeAll(async () => {
    const root = '/tests/fixtures';
    const figures = new TextDecoder().decode(await fetchBytes(`${root}/golden/${name}/golden.json`));
    const golden = parseGolden(name, figures, await fetchBytes(`${root}/golden/${name}/golden.safetensors`));
    const device = await createBrowserDevice(runtime, 'webgpu');
    const files = {
      model: await fetchModelFolder(name),
      general: await fetchBytes('/data/general-example.json'),
      domain: await fetchBytes('/data/chem-example.json'),
    };
    measured = await measure(device, name, files, golden);
    device.destroy();
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
