import { readFileSync } from 'node:fs';
import { beforeAll, describe, it } from 'vitest';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { parseFirstRecords } from '../support/first-records';
import { FIXTURES, GOLDEN_MODELS, TINY_MODELS } from '../support/golden';
import { loadGoldenModel } from '../support/golden-model';
import {
  type Measured,
  expectFirstRecords,
  expectLosses,
  expectMasks,
  expectSingles,
  expectStatistics,
  measure,
  measureFirstRecords,
  measureSingles,
} from './check-model';

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});

describe.each(GOLDEN_MODELS)('%s on wasm, against float64', (name) => {
  let measured: Measured;
  beforeAll(async () => {
    const { files, golden } = loadGoldenModel(name);
    measured = await measure(device, name, files, golden);
  }, 600_000);

  it('losses', () => {
    expectLosses(measured);
  });
  it('Fisher information, gradients and alignment', () => {
    expectStatistics(measured);
  });
  it('importance and masks', { timeout: 300_000 }, () => {
    expectMasks(measured);
  });
});

/** That of all-MiniLM-L6-v2 takes more than a minute: `tests/faults`. */
it.each(TINY_MODELS)('%s on wasm: Fisher information in micro-batches of one', { timeout: 600_000 }, async (name) => {
  const { files, golden } = loadGoldenModel(name);
  expectSingles(await measureSingles(device, name, files, golden));
});

it('all-MiniLM-L6-v2 on wasm: the first record of each set', { timeout: 600_000 }, async () => {
  const name = 'all-MiniLM-L6-v2';
  const { files, golden } = loadGoldenModel(name);
  const figures = readFileSync(new URL(`golden/${name}/first-records.json`, FIXTURES), 'utf8');
  expectFirstRecords(await measureFirstRecords(device, name, files, golden), parseFirstRecords(figures));
});
