import { InvalidArgumentError, Option } from 'commander';

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

export const quiet = (): Option => new Option('--quiet', 'no progress bar');
export const json = (): Option => new Option('--json', 'print the result as JSON');
