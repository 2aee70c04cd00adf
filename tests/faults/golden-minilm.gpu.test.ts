import { beforeAll, describe, it } from 'vitest';
import type { AnalysisProgress } from '../../src/core/engine/types';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import {
  type GoldenFiles,
  expectFirstRecords,
  expectLosses,
  expectMasks,
  expectStatistics,
  measure,
  measureFirstRecords,
} from '../golden/check-model';
import { fetchBuiltInModelFolder, fetchBytes } from '../support/fetch-model';
import { parseFirstRecords } from '../support/first-records';
import { type Golden, parseGolden } from '../support/golden-figures';

const HOUR = 3_600_000;
const NAME = 'all-MiniLM-L6-v2';
const FIGURES = `/tests/fixtures/golden/${NAME}`;

const text = async (path: string): Promise<string> => new TextDecoder().decode(await fetchBytes(path));
const device = () => createBrowserDevice(createBrowserRuntime(), 'webgpu');

function reporter(): (progress: AnalysisProgress) => void {
  const start = performance.now();
  return ({ phase, done, total, loss }) => {
    console.log(`${((performance.now() - start) / 1000).toFixed(0)} s: ${phase}, ${done} of ${total} records, loss ${loss}`);
  };
}

/** The seventh model of the golden figures, at its length of 128. The other six, and this one on wasm, are in `tests/golden`. */
describe(`${NAME} on WebGPU, against float64`, () => {
  let files: GoldenFiles;
  let golden: Golden;
  beforeAll(async () => {
    golden = parseGolden(NAME, await text(`${FIGURES}/golden.json`), null);
    files = {
      model: await fetchBuiltInModelFolder(),
      general: await fetchBytes('/data/general-example.json'),
      domain: await fetchBytes('/data/chem-example.json'),
    };
  });

  it('the first record of each set', { timeout: HOUR }, async () => {
    const measured = await measureFirstRecords(await device(), NAME, files, golden, reporter());
    expectFirstRecords(measured, parseFirstRecords(await text(`${FIGURES}/first-records.json`)));
  });

  it('all records: losses, Fisher information, gradients, alignment, importance and masks', { timeout: 6 * HOUR }, async () => {
    const measured = await measure(await device(), NAME, files, golden, reporter());
    expectLosses(measured);
    expectStatistics(measured);
    expectMasks(measured);
  });
});
