import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { DATA, MODELS, REPOSITORY, Workplace, gaprune } from '../support/cli';

const place = new Workplace();
afterAll(() => place.remove());

const SETS = [
  ...['--model', join(MODELS, 'tiny-bert'), '--device', 'wasm'],
  ...['--general', join(DATA, 'general-example.json'), '--domain', join(DATA, 'chem-example.json')],
];
const analyze = (output: string): string[] => ['analyze', ...SETS, '--output', output, '--checkpoint-every', '0', '--max-length', '16'];
const recover = (output: string): string[] => [
  ...['recover', ...SETS, '--run', 'undisturbed', '--output', output, '--checkpoint-every', '0'],
  ...['--steps', '40', '--batch-size', '4', '--learning-rate', '1e-3', '--check-every', '10'],
];

it.each([
  ['an analysis', { command: analyze, undisturbed: 'undisturbed', killed: 'killed', last: 'run.json', file: 'statistics.safetensors' }],
  ['a recovery', { command: recover, undisturbed: 'recovered', killed: 'killed-too', last: 'onnx/model.onnx', file: 'onnx/model.onnx' }],
] as const)('%s that is killed goes on where it was, and gives the same file', { timeout: 600_000 }, async (_, what) => {
  const { command, undisturbed, killed, last, file } = what;
  expect(await gaprune(place.folder, ...command(undisturbed))).toMatchObject({ code: 0 });
  const child = spawn(process.execPath, [join(REPOSITORY, 'bin/gaprune.js'), ...command(killed)], { cwd: place.folder });
  const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
  while (!existsSync(place.path(killed, '.gaprune-checkpoint', '0'))) await wait(5);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(existsSync(place.path(killed, last))).toBe(false);
  const again = await gaprune(place.folder, ...command(killed));
  expect(again).toMatchObject({ code: 0 });
  expect(again.err).toContain('Going on from the checkpoint');
  expect(readFileSync(place.path(killed, file)).equals(readFileSync(place.path(undisturbed, file)))).toBe(true);
  expect(existsSync(place.path(killed, '.gaprune-checkpoint'))).toBe(false);
});
