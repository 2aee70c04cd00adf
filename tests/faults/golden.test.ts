import { it } from 'vitest';
import { createNodeDevice } from '../../src/core/runtime/node';
import { expectSingles, measureSingles } from '../golden/check-model';
import { describeWholeSets } from '../golden/whole-sets';
import { loadGoldenModel } from '../support/golden-model';

const name = 'all-MiniLM-L6-v2';
const device = await createNodeDevice('wasm');

describeWholeSets(name, 'wasm', device);

it(`${name} on wasm, against float64: Fisher information in micro-batches of one`, { timeout: 3_600_000 }, async () => {
  const { files, golden } = loadGoldenModel(name);
  expectSingles(await measureSingles(device, name, files, golden));
});
