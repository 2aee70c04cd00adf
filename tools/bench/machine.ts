import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What a figure was measured on. The load says how many other things wanted the processor when it ended. */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: loadavg()[0] ?? 0,
  };
}
