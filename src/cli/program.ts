import { Command } from 'commander';
import { analyzeCommand } from './analyze';
import { reportUsage } from './failure';
import { evaluateCommand } from './evaluate';
import { inspectCommand } from './inspect';
import { pruneCommand } from './prune';
import { recoverCommand } from './recover';

/** The command line: one file per command. Bad usage ends in one line and a non-zero exit code, as every other failure does. */
export function createProgram(): Command {
  const program = new Command('gaprune').description(
    'Prune domain-specific embedding models with GAPrune: Fisher information, gradient alignment, DAI scores, masks.',
  );
  for (const command of [inspectCommand(), analyzeCommand(), pruneCommand(), recoverCommand(), evaluateCommand()])
    program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ outputError: (text) => reportUsage(text, process.argv.includes('--json')) });
  }
  return program;
}
