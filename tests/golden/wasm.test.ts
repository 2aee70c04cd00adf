import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { createNodeDevice } from '../../src/core/runtime/node';
import { parseFirstRecords } from '../support/first-records';
import { FIXTURES, TINY_MODELS } from '../support/golden';
import { loadGoldenModel } from '../support/golden-model';
import { expectFirstRecords, expectSingles, measureFirstRecords, measureSingles } from './check-model';
import { describeWholeSets } from './whole-sets';

const device = await createNodeDevice('wasm');

/** The whole sets of all-MiniLM-L6-v2 take minutes here: `tests/faults`. `native.test.ts` has them daily. */
for (const name of TINY_MODELS) describeWholeSets(name, 'wasm', device);

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
