import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { MODELS, REPOSITORY, Workplace, execute, gaprune } from '../../tests/support/cli';

const place = new Workplace();
afterAll(() => place.remove());
const INSPECT = [join(REPOSITORY, 'bin/gaprune.js'), 'inspect', join(MODELS, 'tiny-bert')] as const;

it('ends without a word when nobody reads what it prints any more', async () => {
  const child = spawn(process.execPath, INSPECT, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  expect(await once(child, 'close')).toEqual([141, null]);
  expect(said).toBe('');
});

it.runIf(existsSync('/dev/full'))('says that its result cannot be printed where the disk is full', async () => {
  const { code, err } = await execute(place.folder, 'bash', '-c', `exec "$0" "$@" > /dev/full`, process.execPath, ...INSPECT);
  expect(code).toBe(1);
  expect(err).toMatch(/^gaprune: The result cannot be printed: ENOSPC[^\n]+\n$/);
});

it('shows names of a stranger’s file that would steer the terminal as text, in tables and in failures', async () => {
  const path = join(place.model('tiny-bert', 'steering'), 'onnx/model.onnx');
  const bytes = readFileSync(path, 'latin1');
  writeFileSync(path, bytes.replaceAll('LayerNorm', '\u001b[2J\u0007Norm'), 'latin1');
  const { code, out } = await gaprune(place.folder, 'inspect', 'steering');
  expect(code).toBe(0);
  expect(out).toContain(String.raw`\u{1b}[2J\u{7}Norm`);
  expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
  const { err } = await gaprune(place.folder, 'inspect', '\u202Egnp.exe\u001b[31m');
  expect(err).toBe('gaprune: There is no such model folder. (\\u{202e}gnp.exe\\u{1b}[31m)\n');
});

it('passes over links in a model’s folder that lead nowhere or in a circle', async () => {
  const folder = place.model('tiny-bert', 'links');
  symlinkSync('circle.json', join(folder, 'circle.json'));
  symlinkSync('nothing.json', join(folder, 'nowhere.json'));
  symlinkSync('.', join(folder, 'itself'));
  const { code } = await gaprune(place.folder, 'inspect', 'links');
  expect(code).toBe(0);
});
