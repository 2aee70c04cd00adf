import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { integer } from '../../src/cli/options';
import { openDawn, openDawnDevice, createNodeDevice } from '../../src/core/runtime/node';
import type { Bench, Reading } from './figure';
import { FIGURES } from './figures';
import { describeMachine } from './machine';
import { describeReadings, rowOf } from './report';

const root = fileURLToPath(new URL('../../', import.meta.url));

const options = new Command('bench')
  .description('measure the figures of docs/performance.md, print them beside their targets and write bench/results.json')
  .addOption(new Option('--device <device>', 'where analyses run').choices(['wasm', 'webgpu'] as const).default('wasm' as const))
  .option('--only <name...>', `figures to measure: ${FIGURES.map(({ name }) => name).join(', ')}`)
  .option('--samples <count>', 'timed rounds of each comparison', integer, 15)
  .parse()
  .opts<{ device: 'wasm' | 'webgpu'; only?: string[]; samples: number }>();

const bench: Bench = {
  root,
  device: options.device,
  samples: options.samples,
  open: () => createNodeDevice(options.device),
  gpu: async () => {
    if (options.device === 'wasm') return null;
    const gpu = await openDawn();
    return { gpu, device: await openDawnDevice(gpu) };
  },
};

const chosen = FIGURES.filter(({ name }) => options.only?.includes(name) ?? true);
const readings: Reading[] = [];
for (const { name, measure } of chosen) {
  process.stderr.write(`${name} …\n`);
  try {
    readings.push(...(await measure(bench)));
  } catch (error) {
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  if (options.only === undefined) save();
}
process.stdout.write(describeReadings(readings));
process.exit();

/** After each figure, so that a bench that is ended early leaves what it has measured. */
function save(): void {
  const results = { machine: describeMachine(), device: options.device, measured: new Date().toISOString(), rows: readings.map(rowOf) };
  const file = options.device === 'wasm' ? 'results.json' : `results-${options.device}.json`;
  mkdirSync(join(root, 'bench'), { recursive: true });
  writeFileSync(join(root, 'bench', file), `${JSON.stringify(results, null, 2)}\n`);
}
