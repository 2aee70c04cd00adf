import { Command } from 'commander';
import { prepare } from '../core/engine/prepare';
import { type DataSource, RUN_MANIFEST, runFiles } from '../core/export/run-files';
import { analysisSettings } from '../core/gaprune/settings';
import { importRun } from '../core/import/import-run';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { defaultMaxLength } from '../core/model/max-length';
import { type DataOptions, addSetOptions, readSource, readingOf } from './data-options';
import { checkOutput, readModel, readNamed } from './files';
import { integer, json } from './options';
import { type PromptOptions, promptSettings } from './prompt-options';
import { checked } from './settings';
import { writeOutput } from './write-output';

interface Options extends DataOptions, PromptOptions {
  readonly model: string;
  readonly statistics: string;
  readonly general?: string;
  readonly domain?: string;
  readonly maxLength?: number;
  readonly output: string;
  readonly json?: boolean;
}

const NAMES = /\.(npy|safetensors|json)$/;

/** `gaprune import`: a run from statistics that another program measured. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('make a run of statistics that another program measured')
    .requiredOption('--model <dir>', 'the model that was measured')
    .requiredOption('--statistics <path>', 'a safetensors file, or a folder as the reference writes it')
    .requiredOption('--output <run>', 'folder for run.json and statistics.safetensors')
    .option('--general <json>', 'general data set that was measured on; without it a later evaluation cannot refuse its records')
    .option('--domain <json>', 'domain data set that was measured on')
    .option('--max-length <tokens>', 'cut texts at this many tokens when something is measured with the run', integer)
    .option('--query-prompt <text>', "what goes before every query then; the model's own without it")
    .option('--document-prompt <text>', "what goes before every positive and negative then; the model's own without it");
  return addSetOptions(command).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { name, root, files } = await readModel(options.model, options);
  checkOutput(options.output, root);
  const opened = openEmbeddingModel(name, files);
  const settings = checked(analysisSettings, {
    maxLength: options.maxLength ?? defaultMaxLength(opened),
    ...promptSettings(options, opened.prompts),
  });
  const { model } = prepare(opened, settings);
  const read = async (role: 'general' | 'domain'): Promise<DataSource | null> => {
    const path = options[role];
    return path === undefined ? null : readSource(path, readingOf(options, role));
  };
  const sets = { general: await read('general'), domain: await read('domain') };
  const { manifest, tensors } = await importRun(model, readNamed(options.statistics, NAMES), settings, sets);
  await writeOutput(options.output, await runFiles(manifest, tensors), RUN_MANIFEST);
  const result = { run: options.output, weights: tensors.length, ofModel: model.parameters.length };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(result)}\n`
      : `Statistics of ${result.weights} of ${result.ofModel} weights are a run now; it is in ${options.output}\n`,
  );
}
