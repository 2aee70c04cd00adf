import { join } from 'node:path';
import { Command, Option } from 'commander';
import { InvalidSettingsError } from '../core/analysis/errors';
import { readTriplets } from '../core/data/read-triplets';
import { prepare } from '../core/engine/prepare';
import { PROBE_TEXTS, exportPruned } from '../core/export/export-pruned';
import { checkRunModel, checkRunWeights } from '../core/export/match-run';
import { RUN_MANIFEST, RUN_STATISTICS } from '../core/export/run-files';
import { readRunManifest } from '../core/export/run-manifest';
import { writeSafetensors } from '../core/export/safetensors';
import { readStatistics } from '../core/export/statistics-file';
import { selectCandidates } from '../core/gaprune/candidates';
import { METHOD_NAMES } from '../core/gaprune/methods';
import { Pruner } from '../core/gaprune/pruner';
import { maskSettings, scoringSettings } from '../core/gaprune/settings';
import { type EmbeddingModel, openEmbeddingModel } from '../core/model/embedding-model';
import { createNodeDevice } from '../core/runtime/node';
import { checkOutput, readBytes, readFolder, readText, writeParts } from './files';
import { integer, integerList, json, number, override, quiet, several } from './options';
import { checked } from './settings';

interface Options extends Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output: string;
  readonly layers: string;
  readonly texts?: string;
  readonly scores?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune prune`: score, mask, write, read back and compare. The reference's own option names are aliases. */
export function pruneCommand(): Command {
  return new Command('prune')
    .description('prune a model with the statistics of a run')
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .requiredOption('--output <out>', 'folder for the pruned model and its reports')
    .option('--layers, --sparsify_layers <types>', 'layer types, with commas: mlp, attention, linear, embed, all, or fine ones', 'mlp')
    .option('--exclude-layers <list>', 'transformer layers left out: 0,1,5-7', integerList)
    .option('--name-filter <pattern>', 'only weights whose name matches: /regular expression/, a glob, or a part of the name')
    .option('--include <name>', 'a weight that types, layers and filter do not choose; may be given again', several)
    .option('--exclude <name>', 'a weight that stays as it is; may be given again', several)
    .option('--override <target=share>', 'a share of its own: mlp_down=0.3, layer:0=0.1, name:…=0; may be given again', override)
    .option('--sparsity, --unstructured_pct <share>', 'share of the chosen weights to prune, 0 to 1', number)
    .addOption(new Option('--budget, --layer_budget <budget>', 'one ranking over all, or one per layer').choices(['global', 'uniform']))
    .option('--rho-min, --rho_min <share>', 'uniform: at least this share of each layer', number)
    .option('--rho-max, --rho_max <share>', 'uniform: at most this share of each layer', number)
    .addOption(new Option('--method <name>', 'how weights are scored').choices(METHOD_NAMES).default('dai'))
    .option('--domain-share <share>', 'how much the domain set counts where a method mixes both sets, 0 to 1', number)
    .option('--damping <value>', 'balanced: added to the normalised Fisher information', number)
    .option('--seed <number>', 'random: the seed', integer)
    .option('--beta <factor>', 'weight of the general Fisher information', number)
    .option('--gamma, --compression_weight <factor>', 'weight of the magnitude term', number)
    .addOption(new Option('--alignment <kind>', 'alignment per element or per tensor').choices(['element-wise', 'tensor']))
    .option('--alignment-strength, --alignment_strength <share>', 'how far alignment may move a score', number)
    .addOption(
      new Option('--postproc, --score_postproc <kind>', 'post-processing of the scores').choices([
        'none',
        'zscore_sigmoid',
        'minmax',
        'rank',
      ]),
    )
    .option('--temperature, --score_temperature <factor>', 'temperature of zscore_sigmoid', number)
    .option('--fusion-alpha, --fusion_alpha <factor>', 'weight of Fisher times magnitude', number)
    .option('--fusion-beta, --fusion_beta <factor>', 'weight of the score', number)
    .option('--texts <json>', 'a data set to take the comparison texts from')
    .option('--scores', 'also write scores.safetensors and mask.safetensors')
    .addOption(quiet())
    .addOption(json())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const scoring = checked(scoringSettings, {
    ...options,
    gamma: options['compression_weight'],
    alignmentStrength: options['alignment_strength'],
    postprocessing: options['score_postproc'],
    temperature: options['score_temperature'],
    fusionAlpha: options['fusion_alpha'],
    fusionBeta: options['fusion_beta'],
  });
  const mask = checked(maskSettings, {
    layers: String(options['sparsify_layers'])
      .split(',')
      .map((type) => type.trim()),
    excludedLayers: options['excludeLayers'],
    nameFilter: options['nameFilter'],
    includedWeights: options['include'],
    excludedWeights: options['exclude'],
    overrides: options['override'],
    sparsity: options['unstructured_pct'],
    budget: options['layer_budget'],
    rhoMin: options['rho_min'],
    rhoMax: options['rho_max'],
  });
  if (mask.rhoMin > mask.rhoMax) throw new InvalidSettingsError(`Rho min (${mask.rhoMin}) must not be above rho max (${mask.rhoMax}).`);
  const texts = comparisonTexts(options);
  const { name, root, files } = readFolder(options.model);
  checkOutput(options.output, root);
  const manifest = readRunManifest(readText(join(options.run, RUN_MANIFEST)));
  const { model, tokenizer } = prepare(openEmbeddingModel(name, files), manifest.settings);
  await checkRunModel(model, manifest);
  checkRunWeights(selectCandidates(model.parameters, mask), manifest);
  const statistics = readStatistics(readBytes(join(options.run, RUN_STATISTICS)), manifest);
  const pruner = new Pruner(model, statistics);
  const device = await createNodeDevice('wasm');
  const silent = options.quiet === true || options.json === true || !process.stderr.isTTY;
  const note = (step: string): void => {
    if (!silent) process.stderr.write(`${step} …\n`);
  };
  const input = {
    model,
    tokenizer,
    pruner,
    scoring,
    mask,
    texts,
    device,
    statisticsFile: RUN_STATISTICS,
    batchSize: manifest.settings.batchSize,
  };
  const pruned = await exportPruned(input, note);
  for (const [path, content] of pruned.files) await writeParts(join(options.output, path), content);
  if (options.scores === true) await writeScores(options.output, pruner, pruned.masks, model, input);
  const { zeros, weightsMasked, maxEmbeddingDifference } = pruned.report;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ output: options.output, ...pruned.report })}\n`
      : `${zeros.toLocaleString('en')} of ${weightsMasked.toLocaleString('en')} weights are zero now; counted in the file, and its embeddings ` +
          `are within ${maxEmbeddingDifference.toExponential(1)} of the pruned model in memory. The model is in ${options.output}\n`,
  );
}

function comparisonTexts(options: Options): readonly string[] {
  if (options.texts === undefined) return PROBE_TEXTS;
  return readTriplets(options.texts, readText(options.texts))
    .triplets.slice(0, 4)
    .map(({ query }) => query);
}

async function writeScores(
  output: string,
  pruner: Pruner,
  masks: ReadonlyMap<string, Uint8Array>,
  model: EmbeddingModel,
  { scoring, mask }: Pick<Parameters<typeof exportPruned>[0], 'scoring' | 'mask'>,
): Promise<void> {
  const shapes = new Map(model.parameters.map((parameter) => [parameter.name, parameter.shape]));
  const shapeOf = (name: string): readonly number[] => shapes.get(name) ?? [];
  const { table } = pruner.plan(scoring, mask);
  const scores = table.tensors.map(({ name, scores: data }) => ({ name: `${scoring.method}/${name}`, shape: shapeOf(name), data }));
  await writeParts(join(output, 'scores.safetensors'), writeSafetensors(scores));
  const bits = [...masks].map(([name, data]) => ({ name: `mask/${name}`, shape: shapeOf(name), data }));
  await writeParts(join(output, 'mask.safetensors'), writeSafetensors(bits));
}
