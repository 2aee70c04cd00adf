import { NO_PROMPTS } from '../core/data/prompts';
import { describe, expect, it } from 'vitest';
import { type CommandPaths, analyzeCommandLine, pruneCommandLine } from '../core/export/command';
import { METHOD_NAMES } from '../core/gaprune/methods';
import { type MaskSettings, type ScoringSettings, analysisSettings, maskSettings, scoringSettings } from '../core/gaprune/settings';
import { recoverySettings } from '../core/recover/settings';
import { analyzeCommand } from './analyze';
import { type DataOptions, readingOf } from './data-options';
import { pruneCommand } from './prune';
import { pruneSettings } from './prune-options';

const paths: CommandPaths = { model: 'my model', general: "it's.json", domain: 'd.json', run: 'run', output: 'out' };

/** The words of a command as a POSIX shell splits them. */
function words(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) => word.replace(/'([^']*)'|\\(.)/g, (_, inner: string | undefined, one: string | undefined) => inner ?? one ?? '')); // prettier-ignore
}

function parsed(scoring: ScoringSettings, mask: MaskSettings) {
  const [, , ...args] = words(pruneCommandLine(scoring, mask, 'float16', paths));
  const command = pruneCommand().action(() => undefined);
  command.parse(args, { from: 'user' });
  return { options: command.opts(), ...pruneSettings(command.opts()) };
}

describe('the command of a pruning', () => {
  it.each([
    maskSettings.parse({}),
    maskSettings.parse({
      layers: ['linear', 'embed'],
      sparsity: 0.37,
      budget: 'uniform',
      rhoMin: 0.1,
      rhoMax: 0.9,
      excludedLayers: [0, 3],
    }),
    maskSettings.parse({
      nameFilter: '/layer\\.(0|1)\\.it\'s "odd"/',
      includedWeights: ['a.weight', 'b c'],
      excludedWeights: ['-x'],
      overrides: [{ target: 'name:*.query.weight', sparsity: 0 }, { target: 'layer:0', sparsity: 0.25 }], // prettier-ignore
    }),
  ])('means the same mask (%#)', (mask) => {
    const { mask: again, options } = parsed(scoringSettings.parse({}), mask);
    expect(again).toEqual(mask);
    expect(options).toMatchObject({ model: 'my model', run: 'run', output: 'out', precision: 'float16' });
  });

  it.each(METHOD_NAMES)('means the same scores by %s', (method) => {
    const changed = { beta: -1, gamma: 0.25, domainShare: 0.75, damping: 0, seed: 7, alignmentStrength: 0.5 };
    const rest = { postprocessing: 'zscore_sigmoid', temperature: 2, fusionAlpha: -0.5, fusionBeta: 0.5, alignment: 'tensor' };
    const scoring = scoringSettings.parse({ method, ...changed, ...rest });
    const { scoring: again } = parsed(scoring, maskSettings.parse({}));
    // What the method does not read is left out.
    const standard = scoringSettings.parse({});
    for (const key of Object.keys(scoring) as (keyof ScoringSettings)[]) expect([scoring[key], standard[key]]).toContainEqual(again[key]);
    expect(again).toMatchObject({ method, postprocessing: 'zscore_sigmoid', temperature: 2, fusionAlpha: -0.5, fusionBeta: 0.5 });
    if (method === 'dai') expect(again).toMatchObject({ beta: -1, gamma: 0.25, alignment: 'tensor', alignmentStrength: 0.5 });
  });
});

it('stays on one line, whatever a name holds', () => {
  const line = analyzeCommandLine(analysisSettings.parse({}), NO_PROMPTS, { ...paths, domain: "a\nb'c" });
  expect(line).toContain("--domain $'a\\x0ab\\x27c'");
});

it('the command of a recovery trains on both sets', () => {
  const change = { update: true, recovery: recoverySettings.parse({ steps: 50, learningRate: 1e-4 }) };
  expect(
    pruneCommandLine(scoringSettings.parse({}), maskSettings.parse({}), 'input', { ...paths, model: 'm', general: 'g.json' }, change),
  ).toBe(
    'gaprune recover --run run --model m --general g.json --domain d.json --output out --sparsity 0.5 --steps 50 --learning-rate 0.0001 --update',
  );
});

it('the command of an analysis holds what was changed, quoted for a shell', () => {
  expect(analyzeCommandLine(analysisSettings.parse({ maxLength: 128, shuffleSeed: 3 }), NO_PROMPTS, paths)).toBe(
    `gaprune analyze --model 'my model' --general 'it'\\''s.json' --domain d.json --output run --max-length 128 --shuffle 3`,
  );
});

it("holds the prompts, where they are not the model's own", () => {
  const own = { query: 'query: ', document: 'passage: ' };
  const line = (queryPrompt: string, documentPrompt: string) =>
    analyzeCommandLine(analysisSettings.parse({ queryPrompt, documentPrompt }), own, paths);
  expect(line('query: ', 'passage: ')).not.toContain('prompt');
  expect(line('', 'Find:\n')).toContain(" --query-prompt '' --document-prompt $'Find:\\x0a'");
});

describe('the command of an analysis of files with other columns', () => {
  const file = { fileName: 'a.csv', sha256: '', records: 2, leftOut: 0, fields: null, heldOut: 0, sample: null };
  const fields = { query: 'my q', positive: 'p', negatives: ['n', 'm'] };
  const dataWords = (generalData: object, domainData: object): string[] => {
    const data = { generalData: { ...file, ...generalData }, domainData: { ...file, ...domainData } };
    return words(analyzeCommandLine(analysisSettings.parse({ negatives: 'random' }), NO_PROMPTS, paths, data)).slice(10);
  };

  it('says them once where they are the same, and that records were left out', () => {
    const line = dataWords({ fields }, { fields, leftOut: 3 });
    expect(line).toEqual(['--negatives', 'random', '--fields', 'query=my q,positive=p,negative=n,negative=m', '--skip-bad-records']);
    const command = analyzeCommand().action(() => undefined);
    command.parse(['--model', 'm', '--general', 'g', '--domain', 'd', '--output', 'o', ...line], { from: 'user' });
    expect(readingOf(command.opts<DataOptions>(), 'domain')).toEqual({ fields, skipBadRecords: true });
  });

  it('says them for the set that has them', () => {
    expect(dataWords({}, { fields })).toEqual(['--negatives', 'random', '--domain-fields', 'query=my q,positive=p,negative=n,negative=m']);
  });
});
