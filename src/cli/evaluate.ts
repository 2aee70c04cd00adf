import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { DeviceWeights } from '../core/analysis/weights-on-device';
import { promptsOf } from '../core/data/prompts';
import { prepare } from '../core/engine/prepare';
import type { NodeDeviceChoice } from '../core/runtime/node';
import type { TripletSet } from '../core/data/triplet';
import { Embedder } from '../core/evaluate/embedder';
import { type HeldOutSet, heldOutFromTriplets } from '../core/evaluate/held-out';
import { type Measurement, measure } from '../core/evaluate/measure';
import { METRICS, METRIC_NAMES } from '../core/evaluate/metrics';
import { readBeir } from '../core/evaluate/read-beir';
import { type ComparisonReport, type QualityReport, compareReports, reportOn } from '../core/evaluate/report';
import { analysisSettings } from '../core/gaprune/settings';
import { defaultMaxLength } from '../core/model/max-length';
import { openEmbeddingModel } from '../core/model/embedding-model';
import type { Device } from '../core/runtime/device';
import { deviceOption, openDevice } from './device';
import { type DataOptions, addDataOptions, readSource, readingOf } from './data-options';
import { readModel, readText } from './files';
import { leaveOutUsed, unusedRecords } from './held-out';
import { PathError } from './path-error';
import { type PromptOptions, promptSettings } from './prompt-options';
import { integer, json, quiet } from './options';
import { checked } from './settings';
import { table } from './table';

interface Options extends DataOptions, PromptOptions {
  readonly model: string;
  readonly data: string;
  readonly dense?: string;
  readonly calibration?: readonly string[];
  readonly leaveOutUsed?: boolean;
  readonly maxLength?: number;
  readonly device: NodeDeviceChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune evaluate`: retrieval quality of a model on held-out records, alone or beside the dense model. */
export function evaluateCommand(): Command {
  const command = new Command('evaluate')
    .description('measure retrieval quality on held-out records: each query among all distinct positives of the file')
    .requiredOption('--model <dir>', 'model folder, dense or pruned, its zip, an .onnx file, or hub:owner/name')
    .requiredOption('--data <path>', 'held-out triplets; or a BEIR folder with corpus.jsonl, queries.jsonl and qrels/test.tsv')
    .option('--dense <dir>', 'the model before pruning: compare with it, query by query')
    .option('--calibration <json...>', 'data sets that were used to choose what is pruned: shared records are refused')
    .addOption(leaveOutUsed())
    .option('--query-prompt <text>', "what goes before every query; the model's own without it")
    .option('--document-prompt <text>', "what goes before every document; the model's own without it")
    .option(
      '--max-length <tokens>',
      "cut texts at this many tokens; without it at 128, or the model's own limit where that is less",
      integer,
    )
    .addOption(deviceOption());
  return addDataOptions(command).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const set = await readHeldOut(options);
  const device = await openDevice(options.device);
  const silent = options.quiet === true || options.json === true || !process.stderr.isTTY;
  const measureModel = (path: string): Promise<Measurement> => measureFolder(device, path, set, options, silent);
  const changed = await measureModel(options.model);
  if (options.dense === undefined) {
    const report = reportOn(set, changed);
    process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : describeQuality(report));
    return;
  }
  const report = compareReports(set, await measureModel(options.dense), changed);
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : describeComparison(report));
}

async function readHeldOut({ data, calibration = [], ...options }: Options): Promise<HeldOutSet> {
  if (existsSync(data) && statSync(data).isDirectory()) {
    const qrels = [join(data, 'qrels', 'test.tsv'), join(data, 'qrels.tsv')].find((path) => existsSync(path));
    if (qrels === undefined) throw new PathError('The folder has no qrels/test.tsv and no qrels.tsv.', data);
    return readBeir(data, {
      corpus: readText(join(data, 'corpus.jsonl')),
      queries: readText(join(data, 'queries.jsonl')),
      qrels: readText(qrels),
    });
  }
  const read = async (path: string): Promise<TripletSet> => (await readSource(path, readingOf(options))).set;
  const heldOut = await read(data);
  return heldOutFromTriplets(unusedRecords(heldOut, await Promise.all(calibration.map(read)), options.leaveOutUsed === true));
}

async function measureFolder(device: Device, path: string, set: HeldOutSet, options: Options, silent: boolean): Promise<Measurement> {
  const { name, files } = await readModel(path, options);
  const opened = openEmbeddingModel(name, files);
  const maxLength = options.maxLength ?? Math.min(128, defaultMaxLength(opened));
  const settings = checked(analysisSettings, { maxLength, ...promptSettings(options, opened.prompts) });
  const { model, tokenizer } = prepare(opened, settings);
  const weights = await DeviceWeights.upload(device, model);
  const embedder = new Embedder(device, model, tokenizer, maxLength, promptsOf(settings));
  try {
    return await measure(embedder, weights, set, {
      onProgress: (done, total) => {
        if (!silent) process.stderr.write(`\r\u001b[K${name}: ${done}/${total} texts${done === total ? '\n' : ''}`);
      },
    });
  } finally {
    await embedder.release();
    weights.free();
  }
}

const figure = (x: number): string => x.toFixed(4);
const signed = (x: number): string => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(4)}`;

function heading({ set, queries, corpus }: QualityReport): string {
  return `${set}: ${queries} queries among ${corpus} documents`;
}

function describeQuality(report: QualityReport): string {
  const rows = METRIC_NAMES.flatMap((name) => {
    const estimate = report.metrics[name];
    return estimate === undefined
      ? []
      : [[METRICS[name].label, figure(estimate.mean), `${figure(estimate.low)} to ${figure(estimate.high)}`]];
  });
  return `${heading(report)}\n\n${table([['metric', 'mean', '95 % interval'], ...rows])}\n`;
}

function describeComparison({ dense, changed, differences, similarity }: ComparisonReport): string {
  const rows = METRIC_NAMES.flatMap((name) => {
    const [before, after, difference] = [dense.metrics[name], changed.metrics[name], differences[name]];
    if (before === undefined || after === undefined || difference === undefined) return [];
    const interval = `${signed(difference.low)} to ${signed(difference.high)}`;
    return [[METRICS[name].label, figure(before.mean), figure(after.mean), signed(difference.mean), interval, difference.p.toFixed(4)]];
  });
  const head = ['metric', 'dense', 'model', 'difference', '95 % interval', 'p'];
  return `${heading(changed)}\n\n${table([head, ...rows])}\n${similarity === null ? '' : `\nMean cosine to the dense embeddings: ${figure(similarity)}\n`}`;
}
