import { describe, it } from 'vitest';
import type { AnalysisProgress } from '../../src/core/engine/types';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';
import { expectFirstRecords, expectLosses, expectMasks, expectStatistics, measure, measureFirstRecords } from '../golden/check-model';
import { fetchFirstRecords, fetchGoldenModel } from '../support/fetch-golden';
import { parseFirstRecords } from '../support/first-records';
import { GOLDEN_MODELS, type GoldenModel } from '../support/golden-figures';

const HOUR = 3_600_000;
const MINILM = 'all-MiniLM-L6-v2';

const runtime = createBrowserRuntime();
const device = () => createBrowserDevice(runtime, 'webgpu');

function reporter(): (progress: AnalysisProgress) => void {
  const start = performance.now();
  return ({ phase, done, total, loss }) => {
    console.log(`${((performance.now() - start) / 1000).toFixed(0)} s: ${phase}, ${done} of ${total} records, loss ${loss}`);
  };
}

/** Every model of the golden figures. Those of wasm, and one of these, are in `tests/golden`. */
describe('WebGPU against float64', () => {
  it(`${MINILM}: the first record of each set`, { timeout: HOUR }, async () => {
    const { files, golden } = await fetchGoldenModel(MINILM);
    const measured = await measureFirstRecords(await device(), MINILM, files, golden, reporter());
    expectFirstRecords(measured, parseFirstRecords(await fetchFirstRecords(MINILM)));
  });

  it.each(GOLDEN_MODELS)('%s: all records', { timeout: 6 * HOUR }, async (name: GoldenModel) => {
    const { files, golden } = await fetchGoldenModel(name);
    // MiniLM takes hours in software: it says where it is.
    const measured = await measure(await device(), name, files, golden, name === MINILM ? reporter() : undefined);
    expectLosses(measured);
    expectStatistics(measured);
    expectMasks(measured);
  });
});
