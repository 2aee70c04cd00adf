import { Command } from 'commander';
import { prepare } from '../core/engine/prepare';
import { RUN_MANIFEST, describeRun, runFiles } from '../core/export/run-files';
import { analysisSettings } from '../core/gaprune/settings';
import { readGivenStatistics } from '../core/import/given-statistics';
import { importStatistics } from '../core/import/import-statistics';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { milliseconds } from '../core/units';
import { type DataOptions, addSetOptions, readSource, readingOf } from './data-options';
import { checkOutput, readModel, readNamed } from './files';
import { json } from './options';
import { checked } from './settings';
import { writeOutput } from './write-output';

interface Options extends DataOptions {
  readonly model: string;
  readonly statistics: string;
  readonly general: string;
  readonly domain: string;
  readonly output: string;
  readonly json?: boolean;
}

/** What `run.json` says in place of a device. */
const IMPORTED = 'imported';
const NAMES = /\.(npy|safetensors|json)$/;

/** `gaprune import`: a run from statistics that another program measured. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('make a run of statistics that another program measured')
    .requiredOption('--model <dir>', 'the model that was measured')
    .requiredOption('--statistics <path>', 'a safetensors file, or a folder as the reference writes it')
    .requiredOption('--general <json>', 'general data set that was measured on')
    .requiredOption('--domain <json>', 'domain data set that was measured on')
    .requiredOption('--output <run>', 'folder for run.json and statistics.safetensors');
  return addSetOptions(command).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { name, root, files } = await readModel(options.model);
  checkOutput(options.output, root);
  const settings = checked(analysisSettings, {});
  const { model } = prepare(openEmbeddingModel(name, files), settings);
  const tensors = importStatistics(model.parameters, readGivenStatistics(readNamed(options.statistics, NAMES)));
  const general = await readSource(options.general, readingOf(options, 'general'));
  const domain = await readSource(options.domain, readingOf(options, 'domain'));
  const all = { heldOut: 0, sample: null };
  const losses = { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] };
  const manifest = await describeRun({
    ...{ settings, modelFiles: model.folder, general, domain, used: { general: all, domain: all } },
    ...{ device: IMPORTED, elapsedMs: milliseconds(0), statistics: { tensors, losses, pairs: 0 } },
  });
  await writeOutput(options.output, await runFiles(manifest, tensors), RUN_MANIFEST);
  const result = { run: options.output, weights: tensors.length, ofModel: model.parameters.length };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(result)}\n`
      : `Statistics of ${result.weights} of ${result.ofModel} weights are a run now; it is in ${options.output}\n`,
  );
}
