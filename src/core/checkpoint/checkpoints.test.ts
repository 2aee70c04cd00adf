import { beforeAll, describe, expect, it } from 'vitest';
import { MemorySlots } from '../../../tests/support/memory-slots';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { analyze } from '../analysis/analyze';
import { Pause } from '../analysis/pause';
import { planAnalysis } from '../analysis/plan';
import type { AnalysisState } from '../analysis/state';
import { prepareRecords } from '../analysis/prepared-records';
import { CancelledError } from '../errors';
import type { Statistics } from '../gaprune/statistics';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { analysisFormat } from './analysis-format';
import { Checkpoints } from './checkpoints';
import type { Slots } from './slots';

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
const checkpointsIn = (slots: Slots, key = 'this work'): Checkpoints<AnalysisState> =>
  new Checkpoints(analysisFormat, slots, key, hurried());

/** Stops an analysis at the report of this number, as a process that ends does. */
async function interrupted(slots: Slots, reports: number, what = input): Promise<void> {
  let left = reports;
  const onProgress = (): void => {
    if (--left === 0) throw new Error('ended');
  };
  await expect(analyze(device, what, { now: () => 0, checkpoints: checkpointsIn(slots), onProgress })).rejects.toThrow('ended');
}

async function resumed(slots: Slots, key?: string, what = input) {
  let [hasResumed, first] = [false, NaN];
  const statistics = await analyze(device, what, {
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

  it('goes on within the pass that it was in, where weights are measured in several', async () => {
    const memoryMiB = (0.75 * planAnalysis(input.model, prepareRecords(input), device.limits, null).memory.total) / 2 ** 20;
    const inPasses = { ...input, settings: { ...input.settings, memoryMiB } };
    const { passes, records } = planAnalysis(input.model, prepareRecords(input), device.limits, memoryMiB * 2 ** 20);
    expect(passes.length).toBeGreaterThan(1);
    let reports = 0;
    expect(await analyze(device, inPasses, { now: () => 0, onProgress: () => (reports += 1) })).toEqual(undisturbed);
    for (const at of [5, reports - 3]) {
      const slots = new MemorySlots();
      await interrupted(slots, at, inPasses);
      const { statistics, hasResumed, first } = await resumed(slots, undefined, inPasses);
      expect(hasResumed).toBe(true);
      expect(first).toBeGreaterThan(at === 5 ? 2 : records * (1 - 1 / passes.length));
      expect(statistics).toEqual(undisturbed);
    }
    const other = new MemorySlots();
    await interrupted(other, reports - 3, inPasses);
    expect(await resumed(other)).toMatchObject({ hasResumed: false, statistics: undisturbed });
  });

  it('is kept when it is held, however little time has passed', async () => {
    const slots = new MemorySlots();
    const [pause, cancel] = [new Pause(), new AbortController()];
    const checkpoints = new Checkpoints(analysisFormat, slots, 'this work', () => 0);
    const work = analyze(device, input, {
      ...{ now: () => 0, checkpoints, pause, signal: cancel.signal },
      onProgress: ({ done }) => done === 2 && pause.hold(),
    });
    await expect.poll(() => slots.writes).toBe(1);
    cancel.abort();
    await expect(work).rejects.toThrow(CancelledError);
    expect(await resumed(slots)).toMatchObject({ hasResumed: true, statistics: undisturbed });
  });

  it('is kept after 32 steps, unless that would cost a tenth of the time', async () => {
    let now = 0;
    const slots = new MemorySlots();
    const slow: Slots = {
      read: (slot) => slots.read(slot),
      clear: () => slots.clear(),
      write: async (slot, parts) => {
        now += 50;
        await slots.write(slot, parts);
      },
    };
    const checkpoints = new Checkpoints(analysisFormat, slow, 'this work', () => now);
    const counts = { position: 1, samplesGeneral: 1, samplesDomain: 1, pairs: 0 };
    const losses = { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] };
    const state = { known: 0, finished: [], sums: { counts: { ...counts, losses }, leftOut: [], arrays: new Map<string, Float32Array>() } };
    const stepsUntilDue = (): number => {
      for (let steps = 1; ; steps++) {
        now += 10;
        if (checkpoints.isDueAfterStep()) return steps;
      }
    };
    expect(stepsUntilDue()).toBe(32);
    await checkpoints.save(state);
    expect(stepsUntilDue()).toBe(50);
    now += 30_000;
    expect(stepsUntilDue()).toBe(1);
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
    let unkept = 0;
    const checkpoints = new Checkpoints(analysisFormat, full, 'this work', hurried(), undefined, () => (unkept += 1));
    expect(await analyze(device, input, { now: () => 0, checkpoints })).toEqual(undisturbed);
    expect([writes, unkept]).toEqual([1, 1]);
  });
});
