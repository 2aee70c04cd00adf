type Timed = () => unknown;

/**
 * The least milliseconds each of several things takes. They take turns, so that what else the machine does meets all of them, and the
 * minimum leaves out the rounds that something else slowed down. The first round is not counted.
 */
export async function interleaved<N extends string>(things: Readonly<Record<N, Timed>>, rounds: number): Promise<Record<N, number>> {
  const names = Object.keys(things) as N[];
  const least = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<N, number>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await things[name]();
      if (round > 0) least[name] = Math.min(least[name], performance.now() - start);
    }
  }
  return least;
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Milliseconds of processor time that a synchronous piece of work takes, at the least: other programs do not count. */
export function processorTime(work: () => unknown, rounds: number): number {
  let least = Infinity;
  for (let round = 0; round <= rounds; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    if (round > 0) least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
