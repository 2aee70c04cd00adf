import { beforeAll, describe, it } from 'vitest';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import { TINY_MODELS, parseGolden } from '../support/golden-figures';
import { type Measured, expectLosses, expectMasks, expectStatistics, measure } from './check-model';

/** The files of a fixture model: what an analysis needs of it. */
const MODEL_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json', 'onnx/model.onnx'];

async function bytes(path: string): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const runtime = createBrowserRuntime();

describe.each(TINY_MODELS.filter((name) => name !== 'tiny-qwen3-genai'))('%s on WebGPU, against float64', (name) => {
  let measured: Measured;
  beforeAll(async () => {
    const root = '/tests/fixtures';
    const entries = await Promise.all(MODEL_FILES.map(async (file) => [file, await bytes(`${root}/models/${name}/${file}`)] as const));
    const figures = new TextDecoder().decode(await bytes(`${root}/golden/${name}/golden.json`));
    const golden = parseGolden(name, figures, await bytes(`${root}/golden/${name}/golden.safetensors`));
    const device = await createBrowserDevice(runtime, 'webgpu');
    const files = { model: new Map(entries), general: await bytes('/data/general-example.json'), domain: await bytes('/data/chem-example.json') };
    const start = performance.now();
    measured = await measure(device, name, files, golden);
    console.info(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s on ${device.name}`);
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
