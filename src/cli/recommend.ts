import { join } from 'node:path';
import { Command } from 'commander';
import { promptsOf } from '../core/data/prompts';
import type { NodeDeviceChoice } from '../core/runtime/node';
import { Bench, type Both } from '../core/evaluate/bench';
import type { HeldOutSet } from '../core/evaluate/held-out';
import { commandLines } from '../core/export/command';
import { CONTENDERS, describeContender, takesInputs } from '../core/trials/contenders';
import { type Recommendation, recommend } from '../core/trials/recommend';
import { splitQueries } from '../core/trials/split-queries';
import { TrialBench } from '../core/trials/trial-bench';
import { deviceOption, openDevice } from './device';
import { type HeldOutOptions, addHeldOutOptions, readHeldOutSets } from './held-out';
import { provideInputs } from './inputs';
import { type OpenRun, openRun } from './open-run';
import { integer, json, number, quiet } from './options';
import { shareBar } from './progress';
import { addPruneOptions, pruneSettings } from './prune-options';
import { table } from './table';
import { writeOne } from './write-output';

interface Options extends HeldOutOptions, Record<string, unknown> {
  readonly run: string;
  readonly model: string;
  readonly output?: string;
  readonly seconds: number;
  readonly splitSeed: number;
  readonly device: NodeDeviceChoice;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `gaprune recommend`: try methods and settings on half of the held-out queries, and confirm the winner on the other half. */
export function recommendCommand(): Command {
  const command = new Command('recommend')
    .description('find the settings that keep most quality, within a time, and confirm them on queries that nothing was chosen by')
    .requiredOption('--run <run>', 'folder written by analyze')
    .requiredOption('--model <dir>', 'the model that was analysed')
    .option('--output <dir>', "folder for recommendation.json (default: the run's own)")
    .option('--seconds <count>', 'time for trying, the confirmation not counted', number, 600)
    .option('--split-seed <number>', 'seed of the split into validation and test queries', integer, 0);
  addHeldOutOptions(command);
  return addPruneOptions(command).addOption(deviceOption()).addOption(quiet()).addOption(json()).action(run);
}

async function run(options: Options): Promise<void> {
  const { mask } = pruneSettings(options);
  const output = options.output ?? options.run;
  const opened = await openRun({ ...options, output }, mask);
  const { sets } = await readHeldOutSets(options, opened.manifest);
  const device = await openDevice(options.device);
  const { model, tokenizer, pruner, manifest } = opened;
  const bench = new Bench(device, model, tokenizer, manifest.settings.maxLength, promptsOf(manifest.settings));
  const halves = { general: splitQueries(sets.general, options.splitSeed), domain: splitQueries(sets.domain, options.splitSeed) };
  const benchOf = (part: Both<HeldOutSet>): TrialBench => new TrialBench(bench, model, pruner, part);
  const canMeasureInputs = options.general !== undefined && options.domain !== undefined;
  const found = await recommend(
    {
      validation: benchOf({ general: halves.general.validation, domain: halves.domain.validation }),
      test: benchOf({ general: halves.general.test, domain: halves.domain.test }),
      mask,
      contenders: CONTENDERS.filter((contender) => canMeasureInputs || !takesInputs(contender)),
      budgetMs: 1000 * options.seconds,
      now: () => performance.now(),
      provideInputs: () => provideInputs(device, opened, [], true, options),
    },
    { onProgress: shareBar('Trying settings', options) },
  );
  await writeOne(join(output, 'recommendation.json'), `${JSON.stringify(found, null, 2)}\n`);
  process.stdout.write(options.json === true ? `${JSON.stringify(found)}\n` : describe(found, opened, options));
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const chance = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

function describe({ rule, tried, untried, winner, confirmation }: Recommendation, { manifest, model }: OpenRun, options: Options): string {
  const rows = tried.map((one) => [
    describeContender(one) + (one === winner ? ' *' : ''),
    percent(one.figures.domain.share),
    percent(one.figures.general.share),
  ]);
  const { dense, magnitude, winner: confirmed, againstMagnitude } = confirmation;
  const tests = (['domain', 'general'] as const).map((role) => [
    role,
    dense[role].ndcg10.mean.toFixed(4),
    magnitude[role].ndcg10.mean.toFixed(4),
    `${confirmed[role].ndcg10.mean.toFixed(4)} (${percent(confirmed[role].share)})`,
    chance(confirmed[role].difference?.p ?? 1),
    chance(againstMagnitude[role].p),
  ]);
  const [, command = ''] = commandLines(model, manifest, winner.scoring, pruneSettings(options).mask, 'input', {
    update: winner.update,
    recovery: null,
  });
  return [
    table([['tried on validation queries', 'domain, of dense', 'general, of dense'], ...rows]),
    ...(untried.length === 0 ? [] : [`No time for ${untried.length} more.`]),
    '',
    rule,
    '',
    `Chosen: ${describeContender(winner)}. On the test queries:`,
    '',
    table([['set', 'dense', 'magnitude', 'chosen', 'p to dense', 'p to magnitude'], ...tests]),
    '',
    command,
    '',
  ].join('\n');
}
