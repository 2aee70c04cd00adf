import { Command, Option } from 'commander';
import { InvalidSettingsError } from '../core/analysis/errors';
import { promptsOf } from '../core/data/prompts';
import type { NodeDeviceChoice } from '../core/runtime/node';
import { PROBE_TEXTS, exportPruned } from '../core/export/export-pruned';
import { exportOptions } from '../core/export/options';
import { maskedPatch } from '../core/model/weight-patch';
import { type Recovery, type RecoveryProgress, recover } from '../core/recover/recover';
import { COMPOSITION_NAMES } from '../core/recover/compositions';
import { SCHEDULE_NAMES } from '../core/recover/schedules';
import { recoveryKey } from '../core/recover/recovery-key';
import { recoveryFormat } from '../core/recover/state';
import { type RecoverySettings, recoverySettings } from '../core/recover/settings';
import { createNodeDevice } from '../core/runtime/node';
import { deviceOption, openDevice } from './device';
import { type DataOptions, addSetOptions, readAnalysed } from './data-options';
import { provideInputs } from './inputs';
import { keepWork } from './kept-work';
import { openRun } from './open-run';
import { integer, json, number, quiet, sayTo } from './options';
import { noteSteps, printPruned, updated } from './prune';
import { addPruneOptions, pruneSettings } from './prune-options';
import { checked } from './settings';
import { writeOutput } from './write-output';

interface Options extends DataOptions, Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output: string;
  readonly general: string;
  readonly domain: string;
  readonly checkpointEvery: number;
  readonly update?: boolean;
  readonly device: NodeDeviceChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune recover`: prune, then fine-tune what stays with the mask held, and write the result as `prune` does. */
export function recoverCommand(): Command {
  const command = new Command('recover')
    .description('prune a model and fine-tune what stays, with every zero held')
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .requiredOption('--general <json>', 'general data set to train on')
    .requiredOption('--domain <json>', 'domain data set to train on')
    .requiredOption('--output <out>', 'folder for the recovered model, its reports and recovery.json')
    .option('--steps <count>', 'steps of AdamW', integer)
    .option('--batch-size <records>', 'records per step', integer)
    .addOption(new Option('--batches <how>', 'records of one set in turn, or of both in every step').choices(COMPOSITION_NAMES))
    .option('--domain-batches <share>', 'share of the steps that take a domain batch, or of the records of a mixed batch', number)
    .option('--learning-rate <rate>', 'learning rate', number)
    .option('--warmup <steps>', 'steps over which the learning rate rises', integer)
    .addOption(new Option('--schedule <name>', 'how the learning rate goes on').choices(SCHEDULE_NAMES))
    .option('--weight-decay <rate>', 'weight decay', number)
    .option('--tables', 'train tables of words and positions too')
    .option('--distill <weight>', "weight of the distance to the dense model's embeddings", number)
    .option('--check-every <steps>', 'steps between two looks at the validation records', integer)
    .option('--validation-share <share>', 'share of each set that is never trained on', number)
    .option('--recovery-seed <number>', 'seed of the split and of the order of records', integer)
    .option(
      '--checkpoint-every <seconds>',
      'time between two checkpoints; a recovery that was interrupted goes on from the last one',
      number,
      30,
    )
    .option('--update', 'start from updated weights, see prune --update');
  return addPruneOptions(addSetOptions(command)).addOption(deviceOption()).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { scoring, mask } = pruneSettings(options);
  const settings = checked(recoverySettings, { ...options, seed: options['recoverySeed'] });
  const opened = await openRun(options, mask);
  const { model, tokenizer, manifest, pruner } = opened;
  const { general, domain } = await readAnalysed(options.general, options.domain, options, manifest);
  if (general.pairs === true || domain.pairs === true) throw new InvalidSettingsError('Recovery takes sets with negatives.');
  const device = await openDevice(options.device);
  const note = noteSteps(options);
  await provideInputs(device, opened, [scoring.method], options.update === true, options);
  const masks = pruner.masks(pruner.plan(scoring, mask));
  const start = options.update === true ? updated(opened, scoring, mask) : maskedPatch(model, masks);
  const { maxLength, scale } = manifest.settings;
  const prompts = promptsOf(manifest.settings);
  const input = { model, tokenizer, general, domain, maxLength, prompts, scale, masks, start, settings };
  const key = await recoveryKey(input, device.name);
  const recovery = await recover(device, input, {
    ...keepWork('recovery', recoveryFormat, key, options, sayTo(options)),
    onProgress: (progress) => note(describe(progress, settings)),
  });
  const changed = { patch: recovery.patch, by: { update: options.update === true, recovery: settings } };
  const output = { scoring, mask, changed, texts: PROBE_TEXTS, options: exportOptions.parse({}), device: await createNodeDevice('wasm') };
  const pruned = await exportPruned({ ...opened, ...output }, note);
  const recoveryFile = `${JSON.stringify(recoveryReport(recovery, settings), null, 2)}\n`;
  await writeOutput(options.output, new Map([...pruned.files, ['recovery.json', recoveryFile]]), pruned.onnxPath);
  printPruned(options, pruned, recoveryReport(recovery, settings));
}

function describe(progress: RecoveryProgress, { steps }: RecoverySettings): string {
  const at = `Step ${progress.step} of ${steps}`;
  if (progress.kind === 'step') return `${at}, loss ${progress.loss.toFixed(4)}`;
  const { domain, general } = progress.ndcg10;
  return `${at}, validation loss ${progress.loss.toFixed(4)}, nDCG@10 domain ${domain.toFixed(3)}, general ${general.toFixed(3)}`;
}

/** What `recovery.json` holds. */
function recoveryReport({ bestStep, checks, losses }: Recovery, settings: RecoverySettings) {
  return { settings, bestStep, checks, losses };
}
