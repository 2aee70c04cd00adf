import {
  analysisSettings,
  maskSettings,
  scoringSettings,
  type AnalysisSettings,
  type MaskSettings,
  type ScoringSettings,
} from '../gaprune/settings';
import { writeMapping } from '../data/field-mapping';
import { METHODS, inputsOf } from '../gaprune/methods';
import type { EmbeddingModel } from '../model/embedding-model';
import { defaultMaxLength } from '../model/max-length';
import { type RecoverySettings, recoverySettings } from '../recover/settings';
import type { Prompts } from '../data/prompts';
import type { Precision } from './precision';
import { RUN_STATISTICS, isImported } from './run-files';
import type { RunManifest } from './run-manifest';

/** Names that stand in a command for what only the person's own disk knows. */
export interface CommandPaths {
  readonly model: string;
  readonly general: string;
  readonly domain: string;
  readonly run: string;
  readonly output: string;
}

/** True is a flag without a value. */
type Value = string | number | boolean | readonly (string | number)[] | null;
interface Flag {
  readonly flag: string;
  readonly value: Value;
  readonly standard: Value;
}

type Data = Pick<RunManifest, 'generalData' | 'domainData'>;

/** Which columns are read, and that bad records are left out: what a command has to say of its data files. */
function dataFlags({ generalData, domainData }: Data): Flag[] {
  const of = (set: RunManifest['generalData']): string | null => (set === null || set.fields === null ? null : writeMapping(set.fields));
  const [general, domain] = [of(generalData), of(domainData)];
  const fields: readonly (readonly [flag: string, value: string | null])[] =
    general === domain
      ? [['--fields', general]]
      : [
          ['--general-fields', general],
          ['--domain-fields', domain],
        ];
  const skips = (generalData?.leftOut ?? 0) + (domainData?.leftOut ?? 0) > 0;
  return [
    ...fields.map(([flag, value]) => ({ flag, value, standard: null })),
    ...(skips ? [{ flag: '--skip-bad-records', value: true, standard: false }] : []),
  ];
}

function promptFlags({ queryPrompt, documentPrompt }: AnalysisSettings, own: Prompts): Flag[] {
  return [
    { flag: '--query-prompt', value: queryPrompt, standard: own.query },
    { flag: '--document-prompt', value: documentPrompt, standard: own.document },
  ];
}

/** What commands take of a model where they are not told. */
export interface ModelDefaults extends Prompts {
  /** Where texts are cut; the usual length without it. */
  readonly maxLength?: number;
}

/** The `gaprune analyze` that measures the same; settings at their default, and the model's own, are left out. */
export function analyzeCommandLine(
  settings: AnalysisSettings,
  own: ModelDefaults,
  { model, general, domain, run }: CommandPaths,
  data: Data | null = null,
): string {
  const standard = analysisSettings.parse({});
  return line('gaprune analyze', { '--model': model, '--general': general, '--domain': domain, '--output': run }, [
    { flag: '--max-length', value: settings.maxLength, standard: own.maxLength ?? standard.maxLength },
    { flag: '--batch-size', value: settings.batchSize, standard: standard.batchSize },
    { flag: '--fisher-batch-size', value: settings.fisherBatchSize, standard: standard.fisherBatchSize },
    { flag: '--max-samples', value: settings.maxSamples, standard: standard.maxSamples },
    ...promptFlags(settings, own),
    { flag: '--sampling', value: settings.sampling, standard: standard.sampling },
    { flag: '--sampling-seed', value: settings.samplingSeed, standard: standard.samplingSeed },
    { flag: '--hold-out', value: settings.holdOut, standard: standard.holdOut },
    { flag: '--hold-out-seed', value: settings.holdOutSeed, standard: standard.holdOutSeed },
    { flag: '--scale', value: settings.scale, standard: standard.scale },
    { flag: '--shuffle', value: settings.shuffleSeed, standard: standard.shuffleSeed },
    { flag: '--memory', value: settings.memoryMiB, standard: standard.memoryMiB },
    { flag: '--separate-passes', value: settings.separatePasses, standard: standard.separatePasses },
    { flag: '--no-device-check', value: !settings.deviceCheck, standard: !standard.deviceCheck },
    { flag: '--negatives', value: settings.negatives, standard: standard.negatives },
    ...(data === null ? [] : dataFlags(data)),
  ]);
}

/** The `gaprune import` that takes in the same statistics. */
function importCommandLine(own: ModelDefaults, { model, general, domain, run }: CommandPaths, manifest: RunManifest): string {
  const { settings, generalData, domainData } = manifest;
  const statistics = { '--model': model, '--statistics': RUN_STATISTICS, '--output': run };
  return line('gaprune import', statistics, [
    { flag: '--general', value: generalData === null ? null : general, standard: null },
    { flag: '--domain', value: domainData === null ? null : domain, standard: null },
    { flag: '--max-length', value: settings.maxLength, standard: own.maxLength ?? null },
    ...promptFlags(settings, own),
    ...dataFlags(manifest),
  ]);
}

const SCORING_FLAGS = {
  domainShare: '--domain-share',
  damping: '--damping',
  seed: '--seed',
  granularity: '--granularity',
  beta: '--beta',
  gamma: '--gamma',
  alignment: '--alignment',
  alignmentStrength: '--alignment-strength',
  postprocessing: '--postproc',
  temperature: '--temperature',
  fusionAlpha: '--fusion-alpha',
  fusionBeta: '--fusion-beta',
} as const satisfies Partial<Record<keyof ScoringSettings, string>>;
/** Settings that every method reads. */
const COMMON = new Set<keyof ScoringSettings>(['granularity', 'postprocessing', 'temperature', 'fusionAlpha', 'fusionBeta']);

/** What changed the weights that stay: an update under the mask, and fine-tuning after it. */
export interface WeightChange {
  readonly update: boolean;
  readonly recovery: RecoverySettings | null;
}

/** The `gaprune prune` that makes the same mask and file; settings at their default, or that the method does not read, are left out. */
export function pruneCommandLine(
  scoring: ScoringSettings,
  mask: MaskSettings,
  precision: Precision,
  { model, run, output, general, domain }: CommandPaths,
  { update, recovery }: WeightChange = { update: false, recovery: null },
  data: Data | null = null,
): string {
  const standardMask = maskSettings.parse({});
  const standardScoring = scoringSettings.parse({});
  const read = new Set<keyof ScoringSettings>([...METHODS[scoring.method].settings, ...COMMON]);
  const scoringFlags = (Object.keys(SCORING_FLAGS) as (keyof typeof SCORING_FLAGS)[])
    .filter((key) => read.has(key))
    .map((key): Flag => ({ flag: SCORING_FLAGS[key], value: scoring[key], standard: standardScoring[key] }));
  const each = (flag: string, values: readonly string[]): Flag[] => values.map((value) => ({ flag, value, standard: null }));
  const command = recovery === null ? 'gaprune prune' : 'gaprune recover';
  const takesSets = update || recovery !== null || inputsOf(scoring.method) !== 'none';
  const sets = takesSets ? { '--general': general, '--domain': domain } : {};
  return line(command, { '--run': run, '--model': model, ...sets, '--output': output, '--sparsity': mask.sparsity }, [
    { flag: '--layers', value: mask.layers, standard: standardMask.layers },
    { flag: '--exclude-layers', value: mask.excludedLayers, standard: [] },
    { flag: '--name-filter', value: mask.nameFilter, standard: standardMask.nameFilter },
    ...each('--include', mask.includedWeights),
    ...each('--exclude', mask.excludedWeights),
    ...each(
      '--override',
      mask.overrides.map(({ target, sparsity }) => `${target}=${sparsity}`),
    ),
    { flag: '--budget', value: mask.budget, standard: standardMask.budget },
    { flag: '--rho-min', value: mask.rhoMin, standard: standardMask.rhoMin },
    { flag: '--rho-max', value: mask.rhoMax, standard: standardMask.rhoMax },
    { flag: '--method', value: scoring.method, standard: standardScoring.method },
    ...scoringFlags,
    { flag: '--precision', value: precision, standard: 'input' },
    ...(recovery === null ? [] : recoveryFlags(recovery)),
    ...(data !== null && takesSets ? dataFlags(data) : []),
  ]).concat(update ? ' --update' : '');
}

function recoveryFlags(settings: RecoverySettings): Flag[] {
  const standard = recoverySettings.parse({});
  return [
    { flag: '--steps', value: settings.steps, standard: null },
    { flag: '--batch-size', value: settings.batchSize, standard: standard.batchSize },
    { flag: '--batches', value: settings.batches, standard: standard.batches },
    { flag: '--domain-batches', value: settings.domainBatches, standard: standard.domainBatches },
    { flag: '--learning-rate', value: settings.learningRate, standard: standard.learningRate },
    { flag: '--warmup', value: settings.warmup, standard: standard.warmup },
    { flag: '--schedule', value: settings.schedule, standard: standard.schedule },
    { flag: '--weight-decay', value: settings.weightDecay, standard: standard.weightDecay },
    { flag: '--tables', value: settings.tables, standard: standard.tables },
    { flag: '--distill', value: settings.distill, standard: standard.distill },
    { flag: '--check-every', value: settings.checkEvery, standard: standard.checkEvery },
    { flag: '--validation-share', value: settings.validationShare, standard: standard.validationShare },
    { flag: '--recovery-seed', value: settings.seed, standard: standard.seed },
  ];
}

/** Both commands that lead to an export, with paths made from the names of what was used. */
export function commandLines(
  model: Pick<EmbeddingModel, 'name' | 'prompts' | 'maxPositions' | 'texts'>,
  manifest: RunManifest,
  scoring: ScoringSettings,
  mask: MaskSettings,
  precision: Precision,
  change?: WeightChange,
): string[] {
  const { name: modelName } = model;
  const own = { ...model.prompts, maxLength: defaultMaxLength(model) };
  const paths: CommandPaths = {
    model: modelName,
    general: manifest.generalData?.fileName ?? 'general.json',
    domain: manifest.domainData?.fileName ?? 'domain.json',
    run: `${modelName}-run`,
    output: `${modelName}-pruned`,
  };
  return [
    isImported(manifest) ? importCommandLine(own, paths, manifest) : analyzeCommandLine(manifest.settings, own, paths, manifest),
    pruneCommandLine(scoring, mask, precision, paths, change, manifest),
  ];
}

function line(command: string, always: Readonly<Record<string, string | number>>, flags: readonly Flag[]): string {
  const given = Object.entries(always).map(([flag, value]) => `${flag} ${quoted(String(value))}`);
  const changed = flags
    .filter(({ value, standard }) => value !== null && JSON.stringify(value) !== JSON.stringify(standard))
    .map(({ flag, value }) =>
      value === true ? flag : `${flag}${joinedBy(value)}${quoted(Array.isArray(value) ? value.join(',') : String(value))}`,
    );
  return [command, ...given, ...changed].join(' ');
}

/** A value that starts with a dash belongs to its flag by an equals sign. */
const joinedBy = (value: Value): string => (String(value).startsWith('-') ? '=' : ' ');

/** As a POSIX shell takes it literally; control characters by the escapes that bash and zsh read, so that it stays on one line. */
function quoted(word: string): string {
  if (/[\u0000-\u001f]/.test(word)) {
    const escaped = word.replace(/[\u0000-\u001f'\\]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
    return `$'${escaped}'`;
  }
  return /^[\w./:=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
