import { GapruneError } from '../../src/core/errors';
import { Choices } from './random';
import type { Target } from './targets';
import { AllocationWatch } from './watch-allocations';

/** What a reader made of many inputs. */
export interface FuzzReport {
  readonly inputs: number;
  /** Inputs that were read, in spite of the change. */
  readonly read: number;
  /** Inputs that were refused, by error code. */
  readonly refused: ReadonlyMap<string, number>;
  /** Milliseconds of the slowest input. */
  readonly slowest: number;
  readonly findings: readonly Finding[];
}

/** An input that broke a promise. The seed makes it again. */
export interface Finding {
  readonly seed: number;
  readonly problem: string;
  readonly input: Uint8Array;
}

const MEGABYTE = 2 ** 20;

/** The input that a seed of a target stands for. */
export function inputOf(target: Target, seed: number): Uint8Array {
  const choose = new Choices(seed);
  const original = choose.maybe(target.seeds);
  if (original === null) throw new Error(`${target.name} has no seeds.`);
  return target.mutate(original, choose);
}

/**
 * Read `count` changed files, from `firstSeed` on. Promised of each: it is read, or refused with an error of ours; no more is
 * allocated at once than four times the file and a megabyte; `Object.prototype` stays clean.
 */
export async function fuzz(target: Target, firstSeed: number, count: number): Promise<FuzzReport> {
  const refused = new Map<string, number>();
  const findings: Finding[] = [];
  let read = 0;
  let slowest = 0;
  const watch = new AllocationWatch();
  // Most of the time would go into stacks of errors. A finding is made again from its seed to see one.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const input = inputOf(target, seed);
      const find = (problem: string): void => void findings.push({ seed, problem, input });
      watch.take();
      const start = performance.now();
      try {
        const pending = target.read(input);
        if (pending !== undefined) await pending;
        read++;
      } catch (error) {
        if (error instanceof GapruneError) refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
        else find(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      }
      slowest = Math.max(slowest, performance.now() - start);
      const allocated = watch.take();
      if (allocated > 4 * input.length + MEGABYTE) find(`${allocated} bytes were asked for, for a file of ${input.length}.`);
      if (Object.keys(Object.prototype).length > 0) find('Object.prototype was written to.');
    }
  } finally {
    watch.stop();
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { inputs: count, read, refused, slowest, findings };
}
