import { InvalidArgumentError, Option } from 'commander';
import type { Override } from '../core/gaprune/overrides';
import { MAX_SHARDS } from '../core/gaprune/settings';

/** A number given on the command line. @throws InvalidArgumentError, which commander turns into one line */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

export function integer(text: string): number {
  const value = number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** `0,1,5-7` as a list of whole numbers. */
export function integerList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from) throw new InvalidArgumentError('It must be a list such as 0,1,5-7.');
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** `mlp_down=0.3`, `layer:0=0.1` or `name:…=0`, added to those given before. */
export function override(text: string, before: readonly Override[] = []): Override[] {
  const at = text.lastIndexOf('=');
  const sparsity = Number(text.slice(at + 1));
  const [target, share] = [text.slice(0, Math.max(0, at)).trim(), text.slice(at + 1).trim()];
  if (target === '' || share === '' || !(sparsity >= 0 && sparsity <= 1)) {
    throw new InvalidArgumentError('It must be such as mlp_down=0.3, layer:0=0.1 or name:*.query.weight=0, with a share between 0 and 1.');
  }
  return [...before, { target, sparsity }];
}

/** `2/3`, the second of three. */
export function shard(text: string): { readonly index: number; readonly count: number } {
  const [, index = 0, count = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text.trim()) ?? []).map(Number);
  if (!(index >= 1 && index <= count && count <= MAX_SHARDS)) {
    throw new InvalidArgumentError(`It must be such as 1/3, with at most ${MAX_SHARDS} shards.`);
  }
  return { index, count };
}

/** An option that may be given several times. */
export const several = (text: string, before: readonly string[] = []): string[] => [...before, text];

export const quiet = (): Option => new Option('--quiet', 'no progress bar');
export const json = (): Option => new Option('--json', 'print the result as JSON');

/** What is said on the way, where it is wanted. */
export function sayTo(options: { readonly quiet?: boolean; readonly json?: boolean }): (line: string) => void {
  return (line) => {
    if (options.quiet !== true && options.json !== true) process.stderr.write(`${line}\n`);
  };
}
