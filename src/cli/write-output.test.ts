import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { REPOSITORY, Workplace } from '../../tests/support/cli';
import type { FileContent } from '../core/export/export-pruned';
import { writeOutput } from './write-output';

const place = new Workplace();
afterAll(() => place.remove());

/** A folder with a whole older result. */
function older(name: string): string {
  const folder = place.path(name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), 'older manifest');
  writeFileSync(join(folder, 'arrays'), 'older arrays');
  return folder;
}
const heldBy = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8').slice(0, 20)]));

/** Writes 8 MB over the older result in a process of its own, after `before` has been done to the parts, under shell limits. */
function writeElsewhere(folder: string, before: string, limits: string) {
  const module = pathToFileURL(join(REPOSITORY, 'src/cli/write-output.ts')).href;
  const script = `
    const { writeOutput } = await import(${JSON.stringify(module)});
    const arrays = Array.from({ length: 8 }, () => new Uint8Array(1e6));
    ${before}
    await writeOutput(${JSON.stringify(folder)}, new Map([['run.json', 'new manifest'], ['arrays', arrays]]), 'run.json')
      .catch((error) => process.stdout.write(error.code + ' ' + error.message));`;
  const command = `${limits}; exec "$0" --import tsx --input-type=module --eval "$1"`;
  return spawnSync('bash', ['-c', command, process.execPath, script], { cwd: REPOSITORY, encoding: 'utf8' });
}

it('replaces an older result by a whole new one', async () => {
  const folder = older('replaced');
  await writeOutput(
    folder,
    new Map<string, FileContent>([
      ['run.json', 'new'],
      ['arrays', [Uint8Array.of(97), Uint8Array.of(98)]],
      ['sub/more', 'm'],
    ]),
    'run.json',
  );
  expect(readFileSync(join(folder, 'arrays'), 'utf8')).toBe('ab');
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['arrays', 'run.json', 'sub']);
});

it('says that there is no room, and leaves the older result as it was', () => {
  const folder = older('full');
  // No file may grow beyond 1 MB: what a full disk does, without one.
  const { stdout } = writeElsewhere(folder, '', 'ulimit -f 1024');
  expect(stdout).toMatch(/^PATH There is no room for the result, which takes 8\.0 MB; the folder holds what it held before\./);
  expect(heldBy(folder)).toEqual({ 'run.json': 'older manifest', arrays: 'older arrays' });
});

it('leaves nothing that looks whole when it is killed in the middle of a write, and the next write clears it', async () => {
  const folder = older('killed');
  const killAtFifth = `Object.defineProperty(arrays, 4, { get: () => process.kill(process.pid, 'SIGKILL') });`;
  const { signal } = writeElsewhere(folder, killAtFifth, 'true');
  expect(signal).toBe('SIGKILL');
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('older manifest');
  expect(readFileSync(join(folder, 'arrays'), 'utf8')).toBe('older arrays');
  expect(
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort(),
  ).toEqual(['arrays', 'run.json']);
  await writeOutput(folder, new Map([['run.json', 'new']]), 'run.json');
  expect(existsSync(join(folder, '.gaprune-partial'))).toBe(false);
});

it('writes nothing through a link to another place', async () => {
  const elsewhere = older('elsewhere');
  mkdirSync(place.path('linked'));
  symlinkSync(elsewhere, place.path('linked', 'onnx'));
  const files = new Map([
    ['onnx/arrays', 'new'],
    ['README.md', 'new'],
  ]);
  await expect(writeOutput(place.path('linked'), files, 'README.md')).rejects.toThrow(/is a link to another place; .*linked.onnx/);
  expect(heldBy(elsewhere)).toEqual({ 'run.json': 'older manifest', arrays: 'older arrays' });
  expect(readdirSync(place.path('linked'))).toEqual(['onnx']);
});

it('names a folder that cannot be written to', async () => {
  const folder = join(older('blocked'), 'arrays', 'inside');
  await expect(writeOutput(folder, new Map([['a', 'b']]), 'a')).rejects.toMatchObject({ code: 'PATH', place: folder });
});
