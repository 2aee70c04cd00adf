import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ORT_FILES } from '../scripts/vite/ort-files';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const versions = z.record(z.string(), z.string()).default({});
const manifest = z
  .object({ dependencies: versions, devDependencies: versions, optionalDependencies: versions })
  .parse(JSON.parse(read('package.json')));
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

const lockedPackage = z.looseObject({
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().default(false),
  license: z.string().optional(),
});
const lock = z.object({ packages: z.record(z.string(), lockedPackage) }).parse(JSON.parse(read('package-lock.json')));
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

it('every package is locked by its hash, and by no address', () => {
  expect(locked.length).toBeGreaterThan(100);
  expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([path]) => path)).toEqual([]);
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});

it('no package runs a script when it is installed', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
});

it('direct dependencies have exact versions, and each its reason', () => {
  const reasons = read('docs/dependencies.md');
  for (const [name, version] of Object.entries(direct)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(reasons, name).toContain(`\`${name}\``);
  }
});

/** Copyleft parts are optional to a dependency, and neither used nor shipped. */
const NOT_SHIPPED = /^node_modules\/@img\//;
const PERMISSIVE = new Set([
  'MIT',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'CC0-1.0',
  'Zlib',
  'Unlicense',
  'BlueOak-1.0.0',
]);

it('what the program is made of has permissive licences', () => {
  const isFree = (license: string): boolean =>
    license
      .replace(/[()]/g, '')
      .split(/ OR | AND /)
      .every((part) => PERMISSIVE.has(part));
  const others = locked.filter(([path, { dev, license }]) => !dev && !NOT_SHIPPED.test(path) && !isFree(license ?? ''));
  expect(others.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
});

it.each(Object.entries(ORT_FILES))('%s is the file that was looked at', (name, { sha256 }) => {
  const path = join(root, 'node_modules/onnxruntime-web/dist', name);
  expect(existsSync(path)).toBe(true);
  expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
});
