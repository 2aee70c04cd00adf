/**
 * `npx tsx tools/measure/large-model.ts [GIB]`: a model of the shape of Qwen3 with 1.2 GiB of random weights in a data file, of which nothing
 * makes GIB GiB in all, is opened, inspected, planned, pruned by magnitude, written, and read again. Prints the most memory at each step.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBytes } from '../../src/cli/file-bytes';
import { readBytes, readFolder } from '../../src/cli/files';
import { writeOutput } from '../../src/cli/write-output';
import { planAnalysis, summarizePlan } from '../../src/core/analysis/plan';
import { prepareRecords } from '../../src/core/analysis/prepared-records';
import { readTriplets } from '../../src/core/data/read-triplets';
import { prepare } from '../../src/core/engine/prepare';
import { countZeros, writePruned } from '../../src/core/export/pruned-files';
import { analysisSettings } from '../../src/core/gaprune/settings';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import type { Masks } from '../../src/core/model/masks';
import { summarizeModel } from '../../src/core/model/summary';
import { weightOf } from '../../src/core/model/weight-patch';
import { LARGEST, writeLargeQwen3 } from '../../tests/support/large-qwen3';

const SHAPE = { vocabulary: 151_936, hidden: 768, intermediate: 2304, layers: 28, heads: 12, keyValueHeads: 6, headDim: 64 };
const WEIGHTS = 4 * 315_000_000;
const wanted = Number(process.argv[2] ?? 0) * 2 ** 30;

const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
/** What JavaScript holds: objects, and the arrays outside its heap. */
const held = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
let most = 0;
const look = (): void => void (most = Math.max(most, held()));
/** Every reading of a file is a look: the work between two of them is that of one weight at most. */
// Called with its own `this` below.
// eslint-disable-next-line @typescript-eslint/unbound-method
const read = FileBytes.prototype.subarray;
FileBytes.prototype.subarray = function (...range) {
  look();
  const bytes = read.apply(this, range);
  look();
  return bytes;
};
const start = held();
let largest = 0;

async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  most = 0;
  const [began, timer] = [performance.now(), setInterval(look, 5)];
  const result = await work();
  clearInterval(timer);
  look();
  largest = Math.max(largest, most - start);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${name}: ${seconds} s, at most ${mib(most - start)} more than at the start, resident ${mib(process.memoryUsage().rss)}`);
  return result;
}

/** The mask of the weights below half of the largest: about half of them. */
function smallerHalf(weights: Float32Array): Uint8Array {
  const mask = new Uint8Array(weights.length);
  for (let i = 0; i < mask.length; i++) if (Math.abs(weights[i] ?? 0) < LARGEST / 2) mask[i] = 1;
  return mask;
}

const folder = mkdtempSync(join(tmpdir(), 'gaprune-large-'));
try {
  const [given, output] = [join(folder, 'model'), join(folder, 'pruned')];
  const length = await step('written', () => writeLargeQwen3(given, SHAPE, Math.max(0, wanted - WEIGHTS)));
  console.log(`${mib(length)} of data`);
  const model = await step('opened', () => openEmbeddingModel('large', readFolder(given).files));
  const { refusal } = await step('inspected', () => summarizeModel(model));
  if (refusal !== null) throw new Error(refusal);
  const settings = analysisSettings.parse({ maxLength: 128 });
  const plan = await step('planned', () => {
    const set = (name: string) => readTriplets(name, new TextDecoder().decode(readBytes(`public/data/${name}`)));
    const sets = { general: set('general-example.json'), domain: set('chem-example.json') };
    const records = prepareRecords({ ...sets, tokenizer: prepare(model, settings).tokenizer, settings });
    return summarizePlan(planAnalysis(model, records, { bindingBytes: 2 ** 31 }, 8 * 2 ** 30));
  });
  console.log(`${plan.passes} passes, ${mib(plan.memory.total)} on the device`);
  const chosen = new Map(model.parameters.filter(({ types }) => types.includes('linear')).map((parameter) => [parameter.name, parameter]));
  const masks: Masks = {
    has: (name) => chosen.has(name),
    get(name) {
      const parameter = chosen.get(name);
      return parameter === undefined ? undefined : smallerHalf(weightOf(model, parameter));
    },
  };
  const pruned = await step('pruned and compared', () => writePruned(model, masks));
  await step('written to the disk and read back', () => writeOutput(output, pruned.folder, model.onnxPath));
  const again = await step('opened and compared again', () => {
    return countZeros(model, openEmbeddingModel('again', readFolder(output).files), masks);
  });
  const { zerosInMasked, zerosInModel } = pruned;
  if (again.zerosInMasked !== zerosInMasked || again.zerosInModel !== zerosInModel) throw new Error('The files hold other zeros.');
  const share = zerosInMasked / model.parameters.reduce((sum, { name, shape: [a = 1, b = 1] }) => sum + (chosen.has(name) ? a * b : 0), 0);
  console.log(
    `${zerosInMasked} zeros, ${(100 * share).toFixed(2)} % of what was chosen. At most ${mib(largest)} in all (promised: 128 MiB).`,
  );
  process.exitCode = largest <= 2 ** 27 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
