/**
 * `npx tsx tools/measure/sampling.ts [records] [samples]`: how long k-means sampling takes with the CPU twin of its kernel, on tiny-bert, and how
 * much memory. Texts are made, of 4 to 23 words.
 */
import { join } from 'node:path';
import { readFolder } from '../../src/cli/files';
import { mulberry32 } from '../../src/core/data/random';
import { prepare } from '../../src/core/engine/prepare';
import { analysisSettings } from '../../src/core/gaprune/settings';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { createNodeDevice } from '../../src/core/runtime/node';
import { sampleSets } from '../../src/core/sample/sample';

const [records = 50_000, samples = 5_000] = process.argv.slice(2).map(Number);
const { name, files } = readFolder(join(import.meta.dirname, '../../tests/fixtures/models/tiny-bert'));
const settings = analysisSettings.parse({ maxLength: 64, maxSamples: samples, sampling: 'k-means' });
const { model, tokenizer } = prepare(openEmbeddingModel(name, files), settings);
const random = mulberry32(1);
const text = (): string =>
  Array.from({ length: 4 + Math.floor(20 * random()) }, () => Math.floor(46_656 * random()).toString(36)).join(' ');
const triplets = Array.from({ length: records }, () => ({ query: text(), positive: 'p', negative: 'n' }));
const device = await createNodeDevice('wasm');
let [peak, embedded] = [0, 0];
const start = performance.now();
const seconds = (): string => ((performance.now() - start) / 1000).toFixed(0);
const input = { model, tokenizer, general: { fileName: 'made', triplets }, domain: { fileName: 'none', triplets: [] }, settings };
const { general } = await sampleSets(device, input, {
  onProgress: (done) => {
    peak = Math.max(peak, process.memoryUsage().rss);
    if (done <= records) embedded = performance.now() - start;
  },
});
const cpu = process.cpuUsage();
process.stdout.write(
  `${general.set.triplets.length} of ${records} records in ${seconds()} s (embeddings ${(embedded / 1000).toFixed(0)} s; ` +
    `${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of processor time), at most ${(peak / 2 ** 20).toFixed(0)} MiB resident\n`,
);
device.destroy();
process.exit(0);
