import { Command } from 'commander';
import { analyzeCommand } from './analyze';
import { curveCommand } from './curve';
import { reportUsage } from './failure';
import { evaluateCommand } from './evaluate';
import { importCommand } from './import';
import { inspectCommand } from './inspect';
import { mergeCommand } from './merge';
import { pruneCommand } from './prune';
import { recommendCommand } from './recommend';
import { recoverCommand } from './recover';
import { reportCommand } from './report';

/** The command line: one file per command. Bad usage ends in one line and a non-zero exit code, as every other failure does. */
export function createProgram(): Command {
  const program = new Command('gaprune').description(
    'Prune domain-specific embedding models with GAPrune: Fisher information, gradient alignment, DAI scores, masks.',
  );
  const commands = [
    inspectCommand,
    analyzeCommand,
    mergeCommand,
    importCommand,
    pruneCommand,
    recoverCommand,
    evaluateCommand,
    curveCommand,
    recommendCommand,
    reportCommand,
  ];
  for (const command of commands) program.addCommand(command());
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ outputError: (text) => reportUsage(text, process.argv.includes('--json')) });
  }
  return program;
}
