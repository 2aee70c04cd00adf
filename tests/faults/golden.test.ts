import { it } from 'vitest';
import { createNodeDevice } from '../../src/core/runtime/node';
import { expectSingles, measureSingles } from '../golden/check-model';
import { loadGoldenModel } from '../support/golden-model';

it('all-MiniLM-L6-v2 on wasm, against float64: Fisher information in micro-batches of one', { timeout: 3_600_000 }, async () => {
  const name = 'all-MiniLM-L6-v2';
  const { files, golden } = loadGoldenModel(name);
  expectSingles(await measureSingles(await createNodeDevice('wasm'), name, files, golden));
});
