import { describe, expect, it } from 'vitest';
import { analysisSettings } from '../gaprune/settings';
import { type ScheduleSettings, isFused, scheduleOf } from './schedule';

const settings = (changes: Partial<ScheduleSettings>): ScheduleSettings => ({ ...analysisSettings.parse({}), ...changes });
const shape = (general: number, domain: number, changes: Partial<ScheduleSettings>) => {
  const schedule = scheduleOf(general, domain, settings(changes));
  return [schedule.phases.map(({ phase, steps }) => `${phase} ${steps.length}`).join(', '), schedule.gradients, schedule.records];
};

describe('the schedule of an analysis', () => {
  it('is that of the reference where batches differ', () => {
    expect(shape(10, 12, { batchSize: 4 })).toEqual(['fisher-general 3, fisher-domain 3, alignment 5', 16, 42]);
  });

  it('shares gradients where Fisher micro-batches are the batches of the pairs, and halves them', () => {
    expect(shape(12, 12, { batchSize: 4, fisherBatchSize: 2 })).toEqual(['together 6', 12, 24]);
    expect(shape(12, 12, { batchSize: 4, fisherBatchSize: 2, separatePasses: true })[1]).toBe(24);
    expect(shape(64, 64, { batchSize: 16 })[0]).toBe('together 8');
  });

  it('measures what the pairs leave out with Fisher steps of their own', () => {
    // 13 general records: 6 pairs and a rest of 1. Max samples counts both sets of a pair: 5 pairs of 4 records.
    expect(shape(13, 20, { batchSize: 4, fisherBatchSize: 2 })[0]).toBe('together 6, fisher-general 1, fisher-domain 4');
    expect(shape(20, 20, { batchSize: 4, fisherBatchSize: 2, maxSamples: 20 })[0]).toBe('together 5, fisher-general 5, fisher-domain 5');
  });

  it.each<[string, Partial<ScheduleSettings>]>([
    ['shuffled pairs', { batchSize: 4, fisherBatchSize: 2, shuffleSeed: 1 }],
    ['an odd batch', { batchSize: 5, fisherBatchSize: 2 }],
    ['micro-batches of 8 of a batch of 12', { batchSize: 24, fisherBatchSize: null }],
  ])('keeps passes apart with %s', (_, changes) => {
    expect(isFused(scheduleOf(48, 48, settings(changes)))).toBe(false);
  });

  it('deals its batches out to shards, each to one', () => {
    for (const fisherBatchSize of [2, 3]) {
      const of = (shard: ScheduleSettings['shard']) => {
        const steps = scheduleOf(13, 11, settings({ batchSize: 4, fisherBatchSize, shard })).phases.flatMap((phase) => phase.steps);
        return steps.map((step) => JSON.stringify(step)).sort();
      };
      const shards = [1, 2, 3].map((index) => of({ index, count: 3 }));
      expect(shards.flat().sort()).toEqual(of(null));
    }
  });

  it('takes every record once for the Fisher information of its set', () => {
    for (const fisherBatchSize of [2, 3]) {
      const { phases } = scheduleOf(13, 11, settings({ batchSize: 4, fisherBatchSize }));
      const fisher = phases.flatMap(({ steps }) => steps).filter((step) => step.fisher);
      expect(fisher.flatMap(({ general }) => general ?? [])).toEqual(Array.from({ length: 13 }, (_, i) => i));
      expect(fisher.flatMap(({ domain }) => domain ?? [])).toEqual(Array.from({ length: 11 }, (_, i) => i));
    }
  });
});
