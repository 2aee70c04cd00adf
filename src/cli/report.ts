import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { InvalidSettingsError } from '../core/analysis/errors';
import { promptsOf } from '../core/data/prompts';
import type { NodeDeviceChoice } from '../core/runtime/node';
import type { Quality } from '../core/engine/quality-types';
import { Bench, type Both } from '../core/evaluate/bench';
import type { HeldOutSet } from '../core/evaluate/held-out';
import { compareReports } from '../core/evaluate/report';
import { inputsOf } from '../core/gaprune/methods';
import { maskedPatch } from '../core/model/weight-patch';
import { reportFiles } from '../core/report/report-files';
import type { Device } from '../core/runtime/device';
import { type EvidenceFile, keyOfEvidence, readEvidence } from '../core/trials/evidence-file';
import { readRecommendation } from '../core/trials/recommendation-file';
import { EVIDENCE_FILE } from './curve';
import { type DataOptions, addSetOptions } from './data-options';
import { deviceOption, openDevice } from './device';
import { readText } from './files';
import { type HeldOutOptions, leaveOutUsed, readHeldOutSets } from './held-out';
import { provideInputs } from './inputs';
import { type OpenRun, openRun } from './open-run';
import { json, quiet } from './options';
import { updated } from './prune';
import { addPruneOptions, pruneSettings } from './prune-options';
import { writeOne } from './write-output';

interface Options extends DataOptions, Partial<HeldOutOptions>, Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output: string;
  readonly update?: boolean;
  readonly device: NodeDeviceChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune report`: everything that was measured of a run, as JSON, HTML and Markdown. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'write report.json, report.html and report.md: settings, hashes, masks, quality, and what curve and recommend left in the run',
    )
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .requiredOption('--output <dir>', 'folder for the report')
    .option('--general-test <path>', 'general held-out records: measure quality on both sets')
    .option('--domain-test <path>', 'domain held-out records')
    .option('--general <path>', 'general set of the analysis: for the weight update, Wanda and SparseGPT; shared records are refused')
    .option('--domain <path>', 'domain set of the analysis')
    .addOption(leaveOutUsed())
    .option('--update', 'the weights that stay make up for those that go');
  return addPruneOptions(addSetOptions(command)).addOption(deviceOption()).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { scoring, mask } = pruneSettings(options);
  const opened = await openRun(options, mask);
  const update = options.update === true;
  const { generalTest, domainTest } = options;
  if ((generalTest === undefined) !== (domainTest === undefined))
    throw new InvalidSettingsError('Give both --general-test and --domain-test.');
  const heldOut =
    generalTest === undefined || domainTest === undefined
      ? null
      : await readHeldOutSets({ ...options, generalTest, domainTest }, opened.manifest);
  const wantsInputs = inputsOf(scoring.method) !== 'none' || (update && heldOut !== null);
  const device = heldOut === null && !wantsInputs ? null : await openDevice(options.device);
  if (device !== null) await provideInputs(device, opened, [scoring.method], update && heldOut !== null, options);
  const { plan } = opened.pruner.plan(scoring, mask);
  const evidence =
    heldOut === null ? null : readKept(options.run, await keyOfEvidence({ ...opened, scoring, mask, heldOut: heldOut.sha256 }));
  const recommendation = join(options.run, 'recommendation.json');
  const quality = heldOut === null || device === null ? null : await measured(opened, device, heldOut.sets, options);
  const files = reportFiles({
    ...opened,
    ...{ scoring, mask, plan, quality, change: update ? { update, recovery: null } : null },
    points: evidence?.points ?? [],
    sensitivity: evidence?.sensitivity ?? [],
    recommendation: existsSync(recommendation) ? readRecommendation(readText(recommendation), recommendation) : null,
  });
  for (const [name, content] of files) await writeOne(join(options.output, name), content);
  process.stdout.write(
    options.json === true ? (files.get('report.json') ?? '') : `The report is in ${options.output}: ${[...files.keys()].join(', ')}\n`,
  );
}

async function measured(opened: OpenRun, device: Device, sets: Both<HeldOutSet>, options: Options): Promise<Quality> {
  const { model, tokenizer, pruner, manifest } = opened;
  const { scoring, mask } = pruneSettings(options);
  const bench = new Bench(device, model, tokenizer, manifest.settings.maxLength, promptsOf(manifest.settings));
  const masks = pruner.masks(pruner.plan(scoring, mask));
  const patch = options.update === true ? updated(opened, scoring, mask) : maskedPatch(model, masks);
  const [dense, changed] = [await bench.dense(sets), await bench.measure(patch, sets)];
  const compared = (role: 'general' | 'domain') => compareReports(sets[role], dense[role], changed[role]);
  return { general: compared('general'), domain: compared('domain') };
}

/** What `curve` left in the run. @throws InvalidEvidenceError for that of other settings */
function readKept(run: string, key: string): EvidenceFile | null {
  const path = join(run, EVIDENCE_FILE);
  return existsSync(path) ? readEvidence(readText(path), key, path) : null;
}
