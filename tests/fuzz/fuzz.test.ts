import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fuzz } from './fuzz';
import { TARGETS } from './targets';

/** Inputs per reader; a zip archive takes its reader long. Together more than 200,000. */
const COUNTS: ReadonlyMap<string, number> = new Map([
  ['onnx', 110_000],
  ['statistics', 70_000],
  ['run', 6_000],
  ['tokenizer', 6_000],
  ['records', 5_000],
  ['model folder', 2_000],
  ['configuration', 2_000],
  ['zip', 1_000],
]);

// The tokenizer library says on the console what it does not know.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

it.each(TARGETS)('a changed file of $name is read or refused with an error of ours', { timeout: 600_000 }, async (target) => {
  const { inputs, read, refused, findings } = await fuzz(target, 1, COUNTS.get(target.name) ?? 0);
  expect(findings.slice(0, 3).map(({ seed, problem }) => ({ seed, problem }))).toEqual([]);
  // Changes that are all refused at the door, or that are never noticed, would test nothing.
  expect(read).toBeGreaterThan(inputs / 100);
  expect([...refused.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(inputs / 20);
});
