import { join } from 'node:path';
import { Command, Option } from 'commander';
import { analyze } from '../core/analysis/analyze';
import { analysisFormat } from '../core/checkpoint/analysis-format';
import { workKey } from '../core/checkpoint/work-key';
import { writeTriplets } from '../core/data/write-triplets';
import { budgetOf, planAnalysis, summarizePlan } from '../core/analysis/plan';
import { estimateTime } from '../core/analysis/probe';
import type { ExpectedPlan } from '../core/engine/types';
import { prepareRecords } from '../core/analysis/prepared-records';
import { NEGATIVE_CHOICES } from '../core/data/choose-negative';
import { checkRecords, prepare } from '../core/engine/prepare';
import { type NodeDeviceChoice, createProcessorDevice } from '../core/runtime/node';
import { RUN_MANIFEST, describeRun, runFiles } from '../core/export/run-files';
import { summarizeAlignment } from '../core/gaprune/alignment-summary';
import { analysisSettings } from '../core/gaprune/settings';
import type { NotFinite } from '../core/gaprune/statistics';
import { chooseRecords, recordsToPlan, splitBy } from '../core/sample/choose-records';
import type { HeldOutSplits } from '../core/sample/hold-out';
import { withSampling } from '../core/sample/progress';
import { SAMPLINGS } from '../core/sample/samplings';
import { defaultMaxLength } from '../core/model/max-length';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { milliseconds } from '../core/units';
import { deviceOption, openDevice } from './device';
import { type DataOptions, addSetOptions, readSource, readingOf } from './data-options';
import { checkOutput, readModel } from './files';
import { integer, json, number, quiet, sayTo, shard } from './options';
import { type PromptOptions, promptSettings } from './prompt-options';
import { progressBar } from './progress';
import { checked } from './settings';
import { keepWork } from './kept-work';
import { writeOne, writeOutput } from './write-output';

interface Options extends DataOptions, PromptOptions {
  readonly model: string;
  readonly general: string;
  readonly domain: string;
  readonly output: string;
  readonly device: NodeDeviceChoice;
  readonly checkpointEvery: number;
  readonly maxLength?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly shuffle?: number;
  readonly memory?: number;
  readonly plan?: boolean;
}

/** `gaprune analyze`: Fisher information and gradient alignment of both data sets, written as a run. */
export function analyzeCommand(): Command {
  const command = new Command('analyze')
    .description('measure Fisher information and gradient alignment, and write them as a run')
    .requiredOption('--model <dir>', 'model folder, its zip, an .onnx file, or hub:owner/name')
    .requiredOption('--general <json>', 'general data set: records of query, positive, negative')
    .requiredOption('--domain <json>', 'domain data set')
    .requiredOption('--output <run>', 'folder for run.json and statistics.safetensors')
    .option(
      '--max-length <tokens>',
      "cut texts at this many tokens; without it at 512, or the model's own limit where that is less",
      integer,
    )
    .option('--batch-size <records>', 'records per batch', integer)
    .option('--fisher-batch-size <records>', 'records of a Fisher micro-batch; min(batch size, 8) without it', integer)
    .option('--max-samples <records>', 'at most this many records of each set', integer)
    .option('--query-prompt <text>', "what goes before every query; the model's own without it")
    .option('--document-prompt <text>', "what goes before every positive and negative; the model's own without it")
    .addOption(new Option('--sampling <which>', 'which records of a set that has more').choices(Object.keys(SAMPLINGS)).default('first'))
    .option('--sampling-seed <seed>', 'seed of the records that are drawn, 42 without it', integer)
    .option(
      '--hold-out <share>',
      'put this share of each set aside, as held-out-general.jsonl and held-out-domain.jsonl in the run',
      number,
    )
    .option('--hold-out-seed <seed>', 'seed of the records that are put aside, 42 without it', integer)
    .option('--scale <factor>', 'scale of the cosine in the loss', number)
    .option('--separate-passes', 'make the gradients of Fisher information and alignment apart, also where one serves both')
    .option('--memory <MiB>', 'memory on the device that may be used; takes as many passes as it needs', number)
    .option(
      '--checkpoint-every <seconds>',
      'time between two checkpoints; an analysis that was interrupted goes on from the last one',
      number,
      30,
    )
    .option('--shard <i/n>', 'measure every nth batch from the ith on, to be merged with the other shards', shard)
    .option('--no-device-check', 'on WebGPU, do not run the first micro-batch on the processor as well to compare them')
    .option('--plan', 'say what would be done and held, and stop')
    .option('--shuffle <seed>', 'shuffle the records of the alignment pass; file order without it', integer)
    .addOption(
      new Option('--negatives <which>', 'which negative of a record that has several')
        .choices(Object.keys(NEGATIVE_CHOICES))
        .default('first'),
    )
    .addOption(deviceOption());
  return addSetOptions(command).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const asked = { ...options, shuffleSeed: options.shuffle ?? null, memoryMiB: options.memory ?? null };
  // What cannot be is refused before the model is read.
  checked(analysisSettings, asked);
  checkOutput(options.output);
  const { name, root, files } = await readModel(options.model, options);
  checkOutput(options.output, root);
  const opened = openEmbeddingModel(name, files);
  const maxLength = options.maxLength ?? defaultMaxLength(opened);
  const settings = checked(analysisSettings, { ...asked, maxLength, ...promptSettings(options, opened.prompts) });
  const { model, tokenizer } = prepare(opened, settings);
  const general = await readSource(options.general, readingOf(options, 'general'));
  const domain = await readSource(options.domain, readingOf(options, 'domain'));
  const splits = splitBy(general.set, domain.set, settings);
  checkRecords(splits.general.analysed, splits.domain.analysed, settings);
  const device = await openDevice(options.device);
  if (options.plan === true) {
    const { isExact, ...records } = await recordsToPlan(device, splits, { model, tokenizer, settings });
    const prepared = prepareRecords({ tokenizer, ...records, settings });
    const plan = planAnalysis(model, prepared, device.limits, budgetOf(settings));
    const expectedMs = await estimateTime(device, { model, tokenizer, settings }, prepared, plan, () => performance.now());
    const summary = { ...summarizePlan(plan), expectedMs, maxLength, isExact };
    process.stdout.write(options.json === true ? `${JSON.stringify(summary)}\n` : describePlan(summary, device.name));
    return;
  }
  const start = performance.now();
  const hooks = { onProgress: progressBar(options.quiet === true || options.json === true), now: () => performance.now() };
  const { used, ...sets } = await chooseRecords(device, splits, { model, tokenizer, settings }, withSampling(hooks, device));
  const key = await workKey(model, { general, domain }, settings, device.name);
  const say = sayTo(options);
  const kept = keepWork('analysis', analysisFormat, key, options, say);
  const onUnchecked = (): void =>
    say('The graphics device was not checked: the model is too large for the processor, or the first records give nothing');
  const watched = { ...hooks, ...kept, onUnchecked, reference: createProcessorDevice };
  const statistics = await analyze(device, { model, tokenizer, ...sets, settings }, watched);
  const manifest = await describeRun({
    settings,
    modelFiles: model.folder,
    general,
    domain,
    used,
    device: device.name,
    elapsedMs: milliseconds(performance.now() - start),
    statistics,
  });
  await writeOutput(options.output, await runFiles(manifest, statistics.tensors), RUN_MANIFEST);
  const heldOut = settings.holdOut === 0 ? null : await writeHeldOut(options.output, splits);
  const { device: where, elapsedMs, pairs, notFinite = [] } = manifest;
  const result = {
    run: options.output,
    device: where,
    elapsedMs,
    pairs,
    maxLength,
    weights: statistics.tensors.length,
    ...(notFinite.length === 0 ? {} : { notFinite }),
    ...(heldOut === null ? {} : { heldOut }),
    alignment: summarizeAlignment(statistics.tensors),
  };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(result)}\n`
      : `${statistics.tensors.length} weights measured on ${where} in ${(elapsedMs / 1000).toFixed(1)} s; the run is in ${options.output}; texts were cut at ${maxLength} tokens\n` +
          notFinite.map(describeNotFinite).join('') +
          (heldOut === null ? '' : heldOut.map(describeHeldOut).join('')),
  );
}

interface HeldOutFile {
  readonly file: string;
  readonly records: number;
  readonly dropped: number;
}

/** The records that were put aside, beside the run: what `evaluate --data` reads. */
async function writeHeldOut(run: string, splits: HeldOutSplits): Promise<HeldOutFile[]> {
  const files: HeldOutFile[] = [];
  for (const role of ['general', 'domain'] as const) {
    const { heldOut, dropped } = splits[role];
    const file = join(run, `held-out-${role}.jsonl`);
    await writeOne(file, writeTriplets(heldOut));
    files.push({ file, records: heldOut.triplets.length, dropped });
  }
  return files;
}

function describeNotFinite({ set, records }: NotFinite): string {
  const which = records.length === 1 ? `record ${records.join()}` : `records ${records.join(', ')}, together,`;
  return `${which} of the ${set} set gave no finite loss and gradient: left out\n`;
}

function describeHeldOut({ file, records, dropped }: HeldOutFile): string {
  const leaks = dropped === 0 ? '' : `; ${dropped} more are in the other set too, and are not measured with`;
  return `${records} records were put aside in ${file}${leaks}\n`;
}

interface CommandPlan extends ExpectedPlan {
  readonly maxLength: number;
  readonly isExact: boolean;
}

function describePlan(plan: CommandPlan, device: string): string {
  const { passes, gradients, records, shared, memory, expectedMs, maxLength, isExact } = plan;
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return [
    `${device}: ${passes} ${passes === 1 ? 'pass' : 'passes'}, ${gradients} gradients of ${records} records in all, texts cut at ${maxLength} tokens`,
    ...(isExact ? [] : ['k-means draws at most so many records; lengths are those of the first ones']),
    `gradients are ${shared ? 'shared by' : 'made apart for'} Fisher information and alignment`,
    `memory: ${mebibytes(memory.total)} (weights ${mebibytes(memory.weights)}, activations ${mebibytes(memory.activations)}, ` +
      `gradients ${mebibytes(memory.gradients)}, sums ${mebibytes(memory.sums)}); one pass takes ${mebibytes(memory.onePass)}`,
    `time: about ${(expectedMs / 1000).toPrecision(2)} s, by one gradient that was made twice`,
    '',
  ].join('\n');
}
