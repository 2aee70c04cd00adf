import { Command } from 'commander';
import { analyzeCommand } from './analyze';
import { inspectCommand } from './inspect';
import { pruneCommand } from './prune';

/** The command line: one file per command. Bad usage ends in one line and a non-zero exit code (commander's own). */
export function createProgram(): Command {
  return new Command('gaprune')
    .description('Prune domain-specific embedding models with GAPrune: Fisher information, gradient alignment, DAI scores, masks.')
    .addCommand(inspectCommand())
    .addCommand(analyzeCommand())
    .addCommand(pruneCommand());
}
