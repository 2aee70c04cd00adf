import { Command, Option } from 'commander';
import { updatedPatch } from '../core/compensate/measure-inputs';
import { PROBE_TEXTS, type PrunedExport, exportPruned } from '../core/export/export-pruned';
import { exportOptions } from '../core/export/options';
import { PRECISIONS } from '../core/export/precision';
import { writeSafetensors } from '../core/export/safetensors';
import type { MaskSettings, ScoringSettings } from '../core/gaprune/settings';
import type { WeightPatch } from '../core/model/weight-patch';
import { createNodeDevice } from '../core/runtime/node';
import { type DataOptions, addSetOptions, readSource, readingOf } from './data-options';
import { provideInputs } from './inputs';
import { type OpenRun, openRun } from './open-run';
import { json, quiet } from './options';
import { addPruneOptions, pruneSettings } from './prune-options';
import { checked } from './settings';
import { writeOutput } from './write-output';

interface Options extends DataOptions, Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output: string;
  readonly texts?: string;
  readonly update?: boolean;
  readonly general?: string;
  readonly domain?: string;
  readonly precision: string;
  readonly card: boolean;
  readonly scores?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune prune`: score, mask, write, read back and compare. The reference's own option names are aliases. */
export function pruneCommand(): Command {
  const command = new Command('prune')
    .description('prune a model with the statistics of a run')
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .requiredOption('--output <out>', 'folder for the pruned model and its reports');
  return addSetOptions(addPruneOptions(command))
    .option('--update', 'let the weights that stay make up for those that go, by the inputs of every product; takes both data sets')
    .option('--general <json>', 'update, wanda, sparsegpt: general data set')
    .option('--domain <json>', 'update, wanda, sparsegpt: domain data set')
    .option('--texts <json>', 'a data set to take the comparison texts from')
    .addOption(new Option('--precision <name>', 'precision of the file').choices(Object.keys(PRECISIONS)).default('input'))
    .option('--no-card', 'no model card (README.md) beside the model')
    .option('--scores', 'also write scores.safetensors and mask.safetensors')
    .addOption(quiet())
    .addOption(json())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { scoring, mask } = pruneSettings(options);
  const texts = await comparisonTexts(options);
  const opened = await openRun(options, mask);
  const device = await createNodeDevice('wasm');
  const note = noteSteps(options);
  await provideInputs(device, opened, [scoring.method], options.update === true, options);
  const patch = options.update === true ? updated(opened, scoring, mask) : undefined;
  const pruned = await exportPruned(
    {
      ...opened,
      scoring,
      mask,
      texts,
      device,
      options: checked(exportOptions, { precision: options.precision, card: options.card, masks: options.scores }),
      ...(patch === undefined ? {} : { changed: { patch, by: { update: true, recovery: null } } }),
    },
    note,
  );
  const scores = options.scores === true ? [['scores.safetensors', scoresFile(opened, scoring, mask)] as const] : [];
  await writeOutput(options.output, new Map([...pruned.files, ...scores]), pruned.onnxPath);
  printPruned(options, pruned);
}

/** Steps as they are begun, on standard error where that is a terminal. */
export function noteSteps(options: { readonly quiet?: boolean; readonly json?: boolean }): (step: string) => void {
  const silent = options.quiet === true || options.json === true || !process.stderr.isTTY;
  return (step) => {
    if (!silent) process.stderr.write(`${step} …\n`);
  };
}

/** What was written, in words or as JSON with `more` beside it. */
export function printPruned(
  { output, json: asJson }: { readonly output: string; readonly json?: boolean },
  { report }: PrunedExport,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const { zeros, weightsMasked, maxEmbeddingDifference } = report;
  const compared =
    maxEmbeddingDifference === null
      ? ', which is too large to be run for a comparison'
      : `, and its embeddings are within ${maxEmbeddingDifference.toExponential(1)} of the pruned model in memory`;
  process.stdout.write(
    asJson === true
      ? `${JSON.stringify({ output, ...report, ...more })}\n`
      : `${zeros.toLocaleString('en')} of ${weightsMasked.toLocaleString('en')} weights are zero now; counted in the file${compared}. ` +
          `The model is in ${output}\n`,
  );
}

/** The weight update under the planned mask, once inputs are there. */
export function updated({ model, pruner }: OpenRun, scoring: ScoringSettings, mask: MaskSettings): WeightPatch {
  return updatedPatch(model, pruner.masks(pruner.plan(scoring, mask)), pruner.measuredInputs);
}

async function comparisonTexts(options: Options): Promise<readonly string[]> {
  if (options.texts === undefined) return PROBE_TEXTS;
  const { set } = await readSource(options.texts, readingOf(options));
  return set.triplets.slice(0, 4).map(({ query }) => query);
}

function scoresFile({ model, pruner }: OpenRun, scoring: ScoringSettings, mask: MaskSettings): Uint8Array[] {
  const shapes = new Map(model.parameters.map((parameter) => [parameter.name, parameter.shape]));
  const shapeOf = (name: string): readonly number[] => shapes.get(name) ?? [];
  const { table } = pruner.plan(scoring, mask);
  const scores = table.tensors.map(({ name, scores: data }) => ({ name: `${scoring.method}/${name}`, shape: shapeOf(name), data }));
  return writeSafetensors(scores);
}
