import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { promptsOf } from '../core/data/prompts';
import type { NodeDeviceChoice } from '../core/runtime/node';
import { Bench } from '../core/evaluate/bench';
import { METHODS, METHOD_NAMES, type MethodName } from '../core/gaprune/methods';
import { PROGRAM } from '../core/program';
import { type CurvePoint, evenSparsities, measureCurve } from '../core/trials/curve';
import { type EvidenceFile, keyOfEvidence, readEvidence } from '../core/trials/evidence-file';
import { largestSparsity } from '../core/trials/largest-sparsity';
import { measureSensitivity, suggestOverrides } from '../core/trials/sensitivity';
import { TrialBench } from '../core/trials/trial-bench';
import { deviceOption, openDevice } from './device';
import { readText } from './files';
import { type HeldOutOptions, addHeldOutOptions, readHeldOutSets } from './held-out';
import { provideInputs } from './inputs';
import { openRun } from './open-run';
import { integer, json, number, quiet } from './options';
import { shareBar } from './progress';
import { addPruneOptions, pruneSettings } from './prune-options';
import { table } from './table';
import { writeOne } from './write-output';

interface Options extends HeldOutOptions, Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output?: string;
  readonly methods: readonly MethodName[];
  readonly points: number;
  readonly most: number;
  readonly update?: boolean;
  readonly sensitivity?: boolean;
  readonly keep?: number;
  readonly device: NodeDeviceChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** The file a curve is kept in; `report` reads it. */
export const EVIDENCE_FILE = 'evidence.json';

function methods(text: string): MethodName[] {
  return text.split(',').map((part) => {
    const found = METHOD_NAMES.find((name) => name === part.trim());
    if (found === undefined) throw new InvalidArgumentError(`There is no method "${part}". There are ${METHOD_NAMES.join(', ')}.`);
    return found;
  });
}

/** `gaprune curve`: quality at many sparsities by several methods, written point by point. */
export function curveCommand(): Command {
  const command = new Command('curve')
    .description('measure quality against sparsity for several methods; what was stopped goes on where it was')
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .option('--output <dir>', `folder for ${EVIDENCE_FILE} (default: the run's own)`)
    .option('--methods <names>', 'methods, with commas', methods, ['magnitude', 'balanced'])
    .option('--points <count>', 'sparsities at even distances; 0 for no curve', integer, 20)
    .option('--most <share>', 'the largest of them', number, 0.95)
    .option('--update', 'let the weights that stay make up for those that go')
    .option('--sensitivity', 'also prune one layer and one kind of matrix at a time, to --sparsity by --method')
    .option('--keep <share>', 'also find the largest sparsity that keeps this share of dense quality on both sets, by --method', number);
  addHeldOutOptions(command);
  return addPruneOptions(command).addOption(deviceOption()).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { scoring, mask } = pruneSettings(options);
  const output = options.output ?? options.run;
  const opened = await openRun({ ...options, output }, mask);
  const heldOut = await readHeldOutSets(options, opened.manifest);
  const path = join(output, EVIDENCE_FILE);
  const key = await keyOfEvidence({ manifest: opened.manifest, scoring, mask, heldOut: heldOut.sha256 });
  const device = await openDevice(options.device);
  let evidence: EvidenceFile = existsSync(path)
    ? readEvidence(readText(path), key, path)
    : {
        version: 1,
        key,
        program: PROGRAM,
        device: device.name,
        scoring,
        mask,
        heldOut: heldOut.sha256,
        points: [],
        sensitivity: [],
        largest: null,
      };
  const keepPart = async (part: Partial<EvidenceFile>): Promise<void> => {
    evidence = { ...evidence, ...part };
    await writeOne(path, `${JSON.stringify(evidence, null, 2)}\n`);
  };
  const update = options.update === true;
  const { model, tokenizer, pruner, manifest } = opened;
  const bench = new TrialBench(
    new Bench(device, model, tokenizer, manifest.settings.maxLength, promptsOf(manifest.settings)),
    model,
    pruner,
    heldOut.sets,
  );
  await provideInputs(device, opened, [...options.methods, scoring.method], update, options);
  const way = { scoring, mask, update };
  if (options.points > 0) {
    await measureCurve(
      bench,
      { ...way, methods: options.methods, sparsities: evenSparsities(options.points, options.most) },
      evidence.points,
      {
        onPoint: (point) => keepPart({ points: [...evidence.points, point] }),
        onProgress: shareBar('Measuring the curve', options),
      },
    );
  }
  if (options.sensitivity === true) {
    const isOwn = (row: { readonly method: MethodName; readonly update: boolean }): boolean =>
      row.method === scoring.method && row.update === update;
    await measureSensitivity(bench, model, way, evidence.sensitivity.filter(isOwn), {
      onRow: (row) => keepPart({ sensitivity: [...evidence.sensitivity, { ...row, method: scoring.method, update }] }),
      onProgress: shareBar('Pruning one part at a time', options),
    });
  }
  if (options.keep !== undefined) {
    const { keep, sparsity, tried } = await largestSparsity(bench, way, options.keep);
    const figures = tried.find((point) => point.sparsity === sparsity)?.figures ?? null;
    await keepPart({ largest: { method: scoring.method, update, keep, sparsity, figures } });
  }
  process.stdout.write(options.json === true ? `${JSON.stringify(evidence)}\n` : `${describe(evidence, mask.sparsity)}\nKept in ${path}\n`);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function describe({ points, sensitivity, largest }: EvidenceFile, sparsity: number): string {
  const curve = [...points]
    .sort(byPlace)
    .map(({ method, update, sparsity: at, figures: { domain, general } }) => [
      METHODS[method].label + (update ? ', updated' : ''),
      percent(at),
      domain.ndcg10.mean.toFixed(4),
      percent(domain.share),
      general.ndcg10.mean.toFixed(4),
      percent(general.share),
    ]);
  const heads = ['sparsity', 'domain nDCG@10', 'of dense', 'general nDCG@10', 'of dense'];
  const parts = sensitivity.map(({ target, size, figures: { domain, general } }) => [
    target,
    size.toLocaleString('en'),
    percent(domain.share),
    percent(general.share),
  ]);
  const suggested = suggestOverrides(sensitivity, sparsity);
  return [
    ...(curve.length === 0 ? [] : [table([['method', ...heads], ...curve]), '']),
    ...(parts.length === 0 ? [] : [table([['pruned alone', 'weights', 'domain', 'general'], ...parts]), '']),
    ...(suggested.length === 0
      ? []
      : [`Shares of their own that this suggests: ${suggested.map((one) => `--override ${one.target}=${one.sparsity}`).join(' ')}`, '']),
    ...(largest === null
      ? []
      : [`${percent(largest.keep)} of dense quality is kept up to a sparsity of ${percent(largest.sparsity)}.`, '']),
  ].join('\n');
}

function byPlace(a: CurvePoint, b: CurvePoint): number {
  return METHOD_NAMES.indexOf(a.method) - METHOD_NAMES.indexOf(b.method) || a.sparsity - b.sparsity;
}
