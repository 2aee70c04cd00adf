import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { format, resolveConfig } from 'prettier';
import { createProgram } from '../src/cli/program';

export const COMMAND_PAGE = fileURLToPath(new URL('../docs/guide/command-line.md', import.meta.url));

const INTRODUCTION = `# Command line

\`npx gaprune\` in this folder, or \`npm run gaprune --\`. Nothing but Node is needed. \`--json\` prints the result as one JSON value, and an
error as JSON on standard error. The exit code is 0 or 1. The command opens no connection.

\`\`\`sh
npx gaprune inspect public/models/all-MiniLM-L6-v2
npx gaprune analyze --model public/models/all-MiniLM-L6-v2 \\
  --general public/data/general-example.json --domain public/data/chem-example.json \\
  --max-length 128 --output my-run
npx gaprune prune --run my-run --model public/models/all-MiniLM-L6-v2 --sparsity 0.5 --output my-pruned-model
\`\`\`

In the studio, _Copy as command_ on the Export tab gives the lines that repeat what is on the page.

This page is written by \`npm run docs:commands\` from the commands themselves.
`;

/** The reference of the command line, from its own definitions. */
export async function commandPage(): Promise<string> {
  const sections = createProgram().commands.map(section);
  return format([INTRODUCTION, ...sections].join('\n'), { ...(await resolveConfig(COMMAND_PAGE)), parser: 'markdown' });
}

function section(command: Command): string {
  const usage = command.registeredArguments.map((argument) => `<${argument.name()}>${argument.variadic ? '…' : ''}`).join(' ');
  const rows = command.options.map(row);
  return `## ${command.name()}

\`gaprune ${[command.name(), usage].filter((part) => part !== '').join(' ')}\`: ${command.description()}.

| option | meaning |
| --- | --- |
${rows.join('\n')}
`;
}

function row(option: Option): string {
  const notes = [
    ...(option.mandatory ? ['required'] : []),
    ...(option.argChoices === undefined ? [] : [option.argChoices.map((choice) => `\`${choice}\``).join(', ')]),
    ...(typeof option.defaultValue === 'string' ? [`default \`${option.defaultValue}\``] : []),
  ];
  return `| \`${option.flags}\` | ${escaped(option.description)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`} |`;
}

const escaped = (text: string): string => text.replaceAll('|', '\\|').replace(/</g, '\\<').replaceAll('*', '\\*');
