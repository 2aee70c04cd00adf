import { beforeAll, describe, it } from 'vitest';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { loadGoldenModel } from '../support/golden-model';
import { type Measured, expectLosses, expectMasks, expectStatistics, measure } from './check-model';

/** onnxruntime-node is optional: where it is not installed, or has no build for the machine, there is nothing to check. */
const device: Device | null = await createNodeDevice('cpu').catch(() => null);
const here = device === null ? 'skipped: onnxruntime-node does not run here' : 'against float64';

describe.skipIf(device === null).each(['tiny-bert', 'tiny-qwen3'] as const)(`%s on onnxruntime-node, ${here}`, (name) => {
  let measured: Measured;
  beforeAll(async () => {
    if (device === null) return;
    const { files, golden } = loadGoldenModel(name);
    measured = await measure(device, name, files, golden);
  });

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
