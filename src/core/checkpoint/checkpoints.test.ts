import { beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { analyze } from '../analysis/analyze';
import type { Statistics } from '../gaprune/statistics';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { Checkpoints } from './checkpoints';
import type { Slots } from './slots';

/** Slots in memory; `tear` cuts what is written as a power cut would. */
class MemorySlots implements Slots {
  readonly files: [Uint8Array | null, Uint8Array | null] = [null, null];
  writes = 0;
  constructor(private readonly tear: (write: number, file: Uint8Array) => Uint8Array = (_, file) => file) {}

  read(slot: 0 | 1): Promise<Uint8Array | null> {
    return Promise.resolve(this.files[slot]);
  }
  write(slot: 0 | 1, parts: readonly Uint8Array[]): Promise<void> {
    this.writes += 1;
    this.files[slot] = this.tear(this.writes, new Uint8Array(Buffer.concat(parts)));
    return Promise.resolve();
  }
  clear(): Promise<void> {
    this.files.fill(null);
    return Promise.resolve();
  }
}

const input = smallAnalysis(openFixture('tiny-bert'), 3, { fisherBatchSize: 1, separatePasses: true });
let device: Device;
let undisturbed: Statistics;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
  undisturbed = await analyze(device, input, { now: () => 0 });
});

/** A clock on which every look is half a minute later: a checkpoint after every step. */
function hurried(): () => number {
  let time = 0;
  return () => (time += 30_000);
}
const checkpointsIn = (slots: Slots, key = 'this work'): Checkpoints => new Checkpoints(slots, key, hurried());

/** Stops an analysis at the report of this number, as a process that ends does. */
async function interrupted(slots: Slots, reports: number): Promise<void> {
  let left = reports;
  const onProgress = (): void => {
    if (--left === 0) throw new Error('ended');
  };
  await expect(analyze(device, input, { now: () => 0, checkpoints: checkpointsIn(slots), onProgress })).rejects.toThrow('ended');
}

async function resumed(slots: Slots, key?: string) {
  let [hasResumed, first] = [false, NaN];
  const statistics = await analyze(device, input, {
    now: () => 0,
    checkpoints: checkpointsIn(slots, key),
    onResumed: () => (hasResumed = true),
    onProgress: ({ phase, done }) => {
      if (phase !== 'prepare' && Number.isNaN(first)) first = done;
    },
  });
  return { statistics, hasResumed, first };
}

describe('an analysis that is interrupted', () => {
  it('goes on from its last whole step, in every phase, and ends bit for bit as an undisturbed one', async () => {
    for (const reports of [5, 9]) {
      const slots = new MemorySlots();
      await interrupted(slots, reports);
      const { statistics, hasResumed, first } = await resumed(slots);
      expect(hasResumed).toBe(true);
      expect(first).toBeGreaterThan(2);
      expect(statistics).toEqual(undisturbed);
      expect(slots.files).toEqual([null, null]);
    }
  });

  it('never takes a torn checkpoint: the one before it is taken', async () => {
    for (const kept of [10, 5000]) {
      const whole = new MemorySlots();
      await interrupted(whole, 7);
      const torn = new MemorySlots((write, file) => (write === whole.writes ? file.slice(0, kept) : file));
      await interrupted(torn, 7);
      const { statistics, first } = await resumed(torn);
      expect(statistics).toEqual(undisturbed);
      expect(first).toBeLessThan((await resumed(whole)).first);
    }
  });

  it('begins anew when one bit of every checkpoint is wrong, or when it was other work', async () => {
    const flipped = new MemorySlots((_, file) => file.map((byte, i) => (i === 3000 ? byte ^ 1 : byte)));
    await interrupted(flipped, 7);
    expect(await resumed(flipped)).toMatchObject({ hasResumed: false, statistics: undisturbed });
    const slots = new MemorySlots();
    await interrupted(slots, 7);
    expect(await resumed(slots, 'other work')).toMatchObject({ hasResumed: false, statistics: undisturbed });
  });

  it('goes on in memory where nothing can be kept', async () => {
    let writes = 0;
    const full: Slots = {
      read: () => Promise.resolve(null),
      write: () => {
        writes += 1;
        return Promise.reject(new Error('no room'));
      },
      clear: () => Promise.resolve(),
    };
    expect((await resumed(full)).statistics).toEqual(undisturbed);
    expect(writes).toBe(1);
  });
});
