import { readFileSync } from 'node:fs';
import { beforeAll, describe, it } from 'vitest';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { loadGolden } from '../support/golden';
import { loadModelFolder } from '../support/models';
import { type Measured, expectLosses, expectMasks, expectStatistics, measure } from './check-model';

const data = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../public/data/${name}-example.json`, import.meta.url)));

/** onnxruntime-node is optional: where it is not installed, or has no build for the machine, there is nothing to check. */
const device: Device | null = await createNodeDevice('cpu').catch(() => null);
const here = device === null ? 'skipped: onnxruntime-node does not run here' : 'against float64';

describe.skipIf(device === null).each(['tiny-bert', 'tiny-qwen3'] as const)(`%s on onnxruntime-node, ${here}`, (name) => {
  let measured: Measured;
  beforeAll(async () => {
    if (device === null) return;
    const files = { model: loadModelFolder(name), general: data('general'), domain: data('chem') };
    measured = await measure(device, name, files, loadGolden(name));
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
