/**
 * `npm run soak -- [--batches N]`: one long analysis of the test model on the processor, of 2,000 micro-batches without the option. Memory is
 * looked at all along; the exit code is 1 when it grows.
 */
import { parseArgs } from 'node:util';
import { analyze } from '../src/core/analysis/analyze';
import { createNodeDevice } from '../src/core/runtime/node';
import { openFixture } from '../tests/support/models';
import { smallAnalysis } from '../tests/support/small-analysis';
import { wasmBytes } from '../tests/support/wasm-memory';

const { values } = parseArgs({ options: { batches: { type: 'string', default: '2000' } } });
const batches = Number(values.batches);
/** What is looked at before is growth of the first batches: sessions, and what the engine of the language compiles. */
const SETTLED = 0.2;
const LOOKS = 50;
/** Growth of the heap that is none: losses are kept, and the engine of the language compiles on. */
const SLACK_BYTES = 2 * 2 ** 20;

const device = await createNodeDevice('wasm');
// A step makes two micro-batches, one of each set, of one record each.
const input = smallAnalysis(openFixture('tiny-bert'), batches / 2, { fisherBatchSize: 1, maxSamples: batches });
const looks: { readonly batches: number; readonly heap: number; readonly wasm: number; readonly buffers: number }[] = [];
let made = 0;
await analyze(device, input, {
  now: () => performance.now(),
  onProgress: ({ phase }) => {
    if (phase !== 'together') return;
    made += 2;
    if (made % Math.ceil(batches / LOOKS) !== 0) return;
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    looks.push({ batches: made, heap: heapUsed + arrayBuffers, wasm: wasmBytes(), buffers: device.allocatedBytes });
  },
});

const mean = (of: typeof looks, key: 'heap' | 'wasm' | 'buffers'): number => of.reduce((sum, look) => sum + look[key], 0) / of.length;
const part = (from: number, to: number) => looks.filter((look) => look.batches > from * batches && look.batches <= to * batches);
const [early, late] = [part(SETTLED, 2 * SETTLED), part(1 - SETTLED, 1)];
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
for (const [name, of] of [
  ['in the second fifth', early],
  ['in the last fifth', late],
] as const) {
  const means = (['heap', 'wasm', 'buffers'] as const).map((key) => `${key} ${mebibytes(mean(of, key))}`);
  console.log(`${name}, means of ${of.length} looks: ${means.join(', ')}`);
}
const grown = (key: 'heap' | 'wasm' | 'buffers'): number => mean(late, key) - mean(early, key);
const flat = grown('heap') <= SLACK_BYTES && grown('wasm') === 0 && grown('buffers') === 0;
console.log(looks.map(({ heap }) => (heap / 2 ** 20).toFixed(1)).join(' '));
console.log(`${made} micro-batches in all; memory ${flat ? 'is flat' : 'grows'}`);
process.exitCode = flat ? 0 : 1;
