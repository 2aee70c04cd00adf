import { type Command, Option } from 'commander';
import { InvalidSettingsError } from '../core/analysis/errors';
import { GRANULARITIES } from '../core/gaprune/granularity';
import { METHOD_NAMES } from '../core/gaprune/methods';
import { type MaskSettings, type ScoringSettings, maskSettings, scoringSettings } from '../core/gaprune/settings';
import { integer, integerList, number, override, several } from './options';
import { checked } from './settings';

/** Which weights go and how they are scored, as every command that prunes takes it. The reference's own option names are aliases. */
export function addPruneOptions(command: Command): Command {
  return command
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
    .addOption(
      new Option('--granularity <kind>', 'every weight by its own score, or an N:M pattern, exact at a sparsity of 0.5').choices(
        Object.keys(GRANULARITIES),
      ),
    )
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
    .option('--fusion-beta, --fusion_beta <factor>', 'weight of the score', number);
}

/** The settings that {@link addPruneOptions} reads. @throws InvalidSettingsError */
export function pruneSettings(options: Readonly<Record<string, unknown>>): {
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
} {
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
  return { scoring, mask };
}
