import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { DATA, MODELS, REPOSITORY, Workplace, gaprune } from '../support/cli';

const place = new Workplace();
afterAll(() => place.remove());

const command = (output: string): string[] => [
  ...['analyze', '--model', join(MODELS, 'tiny-bert'), '--device', 'wasm', '--output', output, '--checkpoint-every', '0'],
  ...['--general', join(DATA, 'general-example.json'), '--domain', join(DATA, 'chem-example.json'), '--max-length', '16'],
];

it('an analysis that is killed goes on where it was, and gives the same file', { timeout: 600_000 }, async () => {
  expect(await gaprune(place.folder, ...command('undisturbed'))).toMatchObject({ code: 0 });
  const child = spawn(process.execPath, [join(REPOSITORY, 'bin/gaprune.js'), ...command('killed')], { cwd: place.folder });
  const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  while (!existsSync(place.path('killed', '.gaprune-checkpoint', '0'))) await wait(5);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(existsSync(place.path('killed', 'run.json'))).toBe(false);
  const again = await gaprune(place.folder, ...command('killed'));
  expect(again).toMatchObject({ code: 0 });
  expect(again.err).toContain('Going on from the checkpoint');
  expect(readFileSync(place.path('killed', 'statistics.safetensors'))).toEqual(
    readFileSync(place.path('undisturbed', 'statistics.safetensors')),
  );
  expect(existsSync(place.path('killed', '.gaprune-checkpoint'))).toBe(false);
});
