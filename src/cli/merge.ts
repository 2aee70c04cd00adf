import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { checkRunStatistics } from '../core/export/match-run';
import { RUN_MANIFEST, RUN_STATISTICS, runFiles } from '../core/export/run-files';
import { readRunManifest } from '../core/export/run-manifest';
import { readStatistics } from '../core/export/statistics-file';
import { summarizeAlignment } from '../core/gaprune/alignment-summary';
import { type ShardRun, mergeRuns } from '../core/merge/merge-runs';
import { checkOutput, readBytes, readText } from './files';
import { PathError } from './path-error';
import { json } from './options';
import { writeOutput } from './write-output';

interface Options {
  readonly output: string;
  readonly json?: boolean;
}

/** `gaprune merge`: the run that the shards of an analysis make together. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('add up the shards of an analysis to the run that one analysis gives')
    .argument('<runs...>', 'folders written by analyze --shard, in any order')
    .requiredOption('--output <run>', 'folder for run.json and statistics.safetensors')
    .addOption(json())
    .action(run);
}

async function run(folders: readonly string[], { output, json: asJson }: Options): Promise<void> {
  checkOutput(output);
  if (folders.some((folder) => resolve(folder) === resolve(output))) {
    throw new PathError('The output would overwrite a shard; choose another folder.', output);
  }
  const { manifest, tensors } = await mergeRuns(folders.map(shardIn));
  await writeOutput(output, await runFiles(manifest, tensors), RUN_MANIFEST);
  const { pairs } = manifest;
  const result = { run: output, shards: folders.length, pairs, weights: tensors.length, alignment: summarizeAlignment(tensors) };
  process.stdout.write(
    asJson === true
      ? `${JSON.stringify(result)}\n`
      : `${folders.length} shards with ${pairs} pairs are one run of ${tensors.length} weights now; it is in ${output}\n`,
  );
}

function shardIn(folder: string): ShardRun {
  const manifest = readRunManifest(readText(join(folder, RUN_MANIFEST)));
  const statistics = async () => {
    const file = readBytes(join(folder, RUN_STATISTICS));
    await checkRunStatistics(file, manifest);
    return readStatistics(file, manifest);
  };
  return { name: folder, manifest, statistics };
}
