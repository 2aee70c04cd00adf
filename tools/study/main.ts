import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { readFolder, readText } from '../../src/cli/files';
import { promptsOf } from '../../src/core/data/prompts';
import { integer, number } from '../../src/cli/options';
import { writeOutput } from '../../src/cli/write-output';
import { analyze } from '../../src/core/analysis/analyze';
import { DeviceWeights } from '../../src/core/analysis/weights-on-device';
import { measureInputs, updatedPatch } from '../../src/core/compensate/measure-inputs';
import { STRICT } from '../../src/core/data/formats/reading';
import { readTriplets } from '../../src/core/data/read-triplets';
import type { TripletSet } from '../../src/core/data/triplet';
import { prepare } from '../../src/core/engine/prepare';
import { refuseCalibrationRecords } from '../../src/core/evaluate/calibration';
import { Embedder } from '../../src/core/evaluate/embedder';
import { type HeldOutSet, heldOutFromTriplets } from '../../src/core/evaluate/held-out';
import { type Measurement, measure, similarityTo } from '../../src/core/evaluate/measure';
import { bootstrap, compare } from '../../src/core/evaluate/statistics';
import { RUN_MANIFEST, describeRun, runFiles } from '../../src/core/export/run-files';
import { readRunManifest } from '../../src/core/export/run-manifest';
import { readStatistics } from '../../src/core/export/statistics-file';
import { inputsOf } from '../../src/core/gaprune/methods';
import { Pruner } from '../../src/core/gaprune/pruner';
import { analysisSettings, maskSettings, scoringSettings } from '../../src/core/gaprune/settings';
import type { TensorStatistics } from '../../src/core/gaprune/statistics';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { type WeightPatch, byInitializer, maskedPatch } from '../../src/core/model/weight-patch';
import { PROGRAM } from '../../src/core/program';
import { recover } from '../../src/core/recover/recover';
import { type NodeDeviceChoice, createNodeDevice } from '../../src/core/runtime/node';
import { milliseconds } from '../../src/core/units';
import { studyPage } from './page';
import { type Quality, Results, type RowResult } from './results';
import { briefRows, studyRows } from './rows';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const options = new Command('study')
  .description('measure every method on held-out records, one-shot and after recovery, and write docs/study.md')
  .option('--model <dir>', 'model folder', join(ROOT, 'public/models/all-MiniLM-L6-v2'))
  .option('--general-train <json>', 'general calibration set', join(ROOT, 'tools/study/data/wordnet-general-train.json'))
  .option('--domain-train <json>', 'domain calibration set', join(ROOT, 'tools/study/data/wordnet-chemistry-train.json'))
  .option('--general-test <json>', 'general held-out set', join(ROOT, 'public/data/wordnet-general-test.json'))
  .option('--domain-test <json>', 'domain held-out set', join(ROOT, 'public/data/wordnet-chemistry-test.json'))
  .option('--records <count>', 'records of each calibration set', integer, 400)
  .option('--batch-size <count>', 'records per batch of the analysis', integer, 8)
  .option('--max-length <tokens>', 'cut texts at this many tokens', integer, 64)
  .option('--sparsity <share>', 'share of the linear weights to prune', number, 0.5)
  .option('--steps <count>', 'recovery steps', integer, 100)
  .option('--recovery-length <tokens>', 'cut texts at this many tokens in the recovery', integer, 32)
  .option('--brief', 'magnitude and what is recommended alone')
  .addOption(new Option('--device <device>', 'where to compute').choices(['webgpu', 'cpu', 'wasm']).default('wasm'))
  .option('--work <dir>', 'folder for the run and for rows that are done', join(ROOT, '.cache/study'))
  .option('--output <md>', 'the page to write', join(ROOT, 'docs/study.md'))
  .parse()
  .opts<{
    model: string;
    generalTrain: string;
    domainTrain: string;
    generalTest: string;
    domainTest: string;
    records: number;
    batchSize: number;
    maxLength: number;
    sparsity: number;
    steps: number;
    recoveryLength: number;
    brief?: boolean;
    device: NodeDeviceChoice;
    work: string;
    output: string;
  }>();

const note = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
const triplets = (path: string): TripletSet => readTriplets(path, readText(path));
const train = { general: triplets(options.generalTrain), domain: triplets(options.domainTrain) };
const test = { general: triplets(options.generalTest), domain: triplets(options.domainTest) };
for (const set of Object.values(test)) refuseCalibrationRecords(set, Object.values(train));
// Retrieval alone: negatives would be embedded for nothing.
const retrieval = (set: HeldOutSet): HeldOutSet => ({ ...set, documents: set.documents.slice(0, set.corpusSize), triplets: [] });
const heldOut = { general: retrieval(heldOutFromTriplets(test.general)), domain: retrieval(heldOutFromTriplets(test.domain)) };

const settings = analysisSettings.parse({ maxLength: options.maxLength, batchSize: options.batchSize, maxSamples: options.records });
const mask = maskSettings.parse({ layers: ['linear'], sparsity: options.sparsity });
const { name, files } = readFolder(options.model);
const { model, tokenizer } = prepare(openEmbeddingModel(name, files), settings);
const device = await createNodeDevice(options.device);
const embedder = new Embedder(device, model, tokenizer, options.maxLength);
const results = new Results(join(options.work, 'rows.json'));
const pruner = new Pruner(model, await statistics());
const magnitudeMasks = pruner.masks(pruner.plan(scoringSettings.parse({ method: 'magnitude' }), mask));

const dense = { general: await measured(heldOut.general, new Map()), domain: await measured(heldOut.domain, new Map()) };
if (!results.has('Dense')) {
  const zeros = { zeros: 0, total: 0, magnitudeOverlap: null, bestStep: null, validation: null };
  results.add({ label: 'Dense', domain: quality('domain', dense.domain), general: quality('general', dense.general), ...zeros });
}

for (const row of options.brief === true ? briefRows(options.steps) : studyRows(options.steps)) {
  if (results.has(row.label)) continue;
  note(row.label);
  if (row.update || inputsOf(row.scoring.method) !== 'none') await provideInputs();
  const scored = pruner.plan(row.scoring, mask);
  const masks = pruner.masks(scored);
  let patch = row.update ? updatedPatch(model, masks, pruner.measuredInputs) : maskedPatch(model, masks);
  let bestStep: number | null = null;
  let validation: RowResult['validation'] = null;
  if (row.recovery !== null) {
    const recovery = await recover(
      device,
      {
        model,
        tokenizer,
        ...train,
        maxLength: options.recoveryLength,
        prompts: promptsOf(settings),
        scale: settings.scale,
        masks,
        start: patch,
        settings: row.recovery,
      },
      { onProgress: (progress) => progress.step % 5 === 0 && note(`${progress.kind} ${progress.step}: loss ${progress.loss.toFixed(4)}`) },
    );
    ({ patch, bestStep } = recovery);
    const losses = recovery.checks.map(({ loss }) => loss);
    validation = { start: losses[0] ?? NaN, best: Math.min(...losses) };
  }
  const zeros = [...masks].reduce(
    (sum, [weight, bits]) => sum + bits.reduce((n, bit, i) => n + Number(bit === 1 && patch.get(weight)?.[i] === 0), 0),
    0,
  );
  if (zeros !== scored.plan.zeros) throw new Error(`${zeros} zeros where ${scored.plan.zeros} were planned.`);
  results.add({
    label: row.label,
    domain: quality('domain', await measured(heldOut.domain, patch)),
    general: quality('general', await measured(heldOut.general, patch)),
    zeros,
    total: scored.plan.total,
    magnitudeOverlap: overlap(masks, magnitudeMasks),
    bestStep,
    validation,
  });
  write();
}
write();
process.exit(0);

async function statistics(): Promise<TensorStatistics[]> {
  const run = join(options.work, 'run');
  if (!existsSync(join(run, 'run.json'))) {
    note('Analysing');
    const start = performance.now();
    const hooks = { now: () => performance.now() };
    const found = await analyze(device, { model, tokenizer, ...train, settings }, hooks);
    const source = (set: TripletSet, path: string) => ({ set, content: new Blob([readText(path)]), reading: STRICT, leftOut: 0 });
    const described = await describeRun({
      settings,
      modelFiles: model.folder,
      general: source(train.general, options.generalTrain),
      domain: source(train.domain, options.domainTrain),
      used: { general: { heldOut: 0, sample: null }, domain: { heldOut: 0, sample: null } },
      device: device.name,
      elapsedMs: milliseconds(performance.now() - start),
      statistics: found,
    });
    await writeOutput(run, await runFiles(described, found.tensors), RUN_MANIFEST);
  }
  const manifest = readRunManifest(readFileSync(join(run, 'run.json'), 'utf8'));
  return readStatistics(new Uint8Array(readFileSync(join(run, 'statistics.safetensors'))), manifest);
}

/** Covariances of every product's inputs, once: they serve every mask and the methods that go by them. */
async function provideInputs(): Promise<void> {
  if (pruner.measuredInputs.size > 0) return;
  note('Measuring the inputs of every product');
  const texts = { ...train, maxSamples: options.records, maxLength: options.maxLength };
  pruner.useInputs(await measureInputs(device, { model, tokenizer, texts }, 'covariances'));
}

async function measured(set: HeldOutSet, patch: WeightPatch): Promise<Measurement> {
  const weights = await DeviceWeights.upload(device, model, byInitializer(model, patch));
  try {
    return await measure(embedder, weights, set);
  } finally {
    weights.free();
  }
}

function quality(role: 'general' | 'domain', measurement: Measurement): Quality {
  const { ndcg10, recall1, recall10 } = measurement.values;
  const before = dense[role];
  return {
    ndcg10: bootstrap(ndcg10),
    recall1: bootstrap(recall1),
    recall10: bootstrap(recall10),
    difference: measurement === before ? null : compare(before.values.ndcg10, ndcg10),
    similarity: similarityTo(before, measurement),
  };
}

function overlap(masks: ReadonlyMap<string, Uint8Array>, others: ReadonlyMap<string, Uint8Array>): number {
  let both = 0;
  let all = 0;
  for (const [weight, bits] of masks) {
    const other = others.get(weight);
    bits.forEach((bit, i) => {
      all += bit;
      both += bit & (other?.[i] ?? 0);
    });
  }
  return both / all;
}

function write(): void {
  const facts = { model: name, layers: 'all linear', sparsity: options.sparsity, records: options.records, maxLength: options.maxLength };
  const command = ['npm run study', ...(options.device === 'wasm' ? [] : [`-- --device ${options.device}`])].join(' ');
  const before = existsSync(options.output) ? readFileSync(options.output, 'utf8') : '';
  const page = studyPage(before, { ...facts, program: PROGRAM, device: device.name, command }, results.all());
  writeFileSync(options.output, page);
}
