import { fileURLToPath } from 'node:url';
import type { Command, Option } from 'commander';
import { format, resolveConfig } from 'prettier';
import { createProgram } from '../src/cli/program';

export const COMMAND_PAGE = fileURLToPath(new URL('../docs/guide/command-line.md', import.meta.url));

const INTRODUCTION = `# Command line

\`npx gaprune\` in this folder, or \`npm run gaprune --\`. Nothing but Node is needed. \`--json\` prints the result as one JSON value, and an
error as JSON on standard error. The exit code is 0 or 1. The command opens no
connection, unless a model is given as \`hub:owner/name\`.

\`\`\`sh
npx gaprune inspect public/models/all-MiniLM-L6-v2
npx gaprune analyze --model public/models/all-MiniLM-L6-v2 \\
  --general public/data/general-example.json --domain public/data/chem-example.json \\
  --max-length 128 --output my-run
npx gaprune prune --run my-run --model public/models/all-MiniLM-L6-v2 --sparsity 0.5 --output my-pruned-model
\`\`\`

Where a command takes a model, \`hub:owner/name\` takes one from huggingface.co: \`hub:owner/name@revision/folder\`, or with the path of one of its ONNX files
(\`hub:owner/name/onnx/model_fp16.onnx\`; without one the float32 file is taken). A token for private and gated models is read from the variable \`HF_TOKEN\` alone; it is sent to the hub
and written nowhere. Files are checked against the hashes that the hub lists, and kept in \`GAPRUNE_CACHE\`, by default \`~/.cache/gaprune/hub\`: a download that was cut goes on, and
nothing is fetched twice. \`HF_ENDPOINT\` names another server than huggingface.co.

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
