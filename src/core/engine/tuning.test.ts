import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import { CancelledError } from '../errors';
import { addOverlaps, intersectionOverUnion } from '../gaprune/compare';
import { Pruner } from '../gaprune/pruner';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import { Tuning } from './tuning';
import type { PruneSettings } from './tuning-types';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 3);
const tuning = new Tuning(model, new Pruner(model, statistics), statistics);
const settings = (mask: object = {}, scoring: object = {}): PruneSettings => ({
  scoring: scoringSettings.parse(scoring),
  mask: maskSettings.parse(mask),
});

describe('Tuning', () => {
  it('plans after a plan that was cancelled', async () => {
    const first = tuning.plan(settings({ sparsity: 0.2 })).catch((error: unknown) => error);
    tuning.cancelPlan();
    // Scores of so small a model may be done before the cancel is heard.
    const outcome = await first;
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CancelledError);
    expect(await tuning.plan(settings({ sparsity: 0.6 }))).toMatchObject({ total: 8192, zeros: Math.floor(8192 * 0.6) });
  });

  it('counts how masks meet, also with other scores', async () => {
    const [a, b] = [settings({ sparsity: 0.25 }), settings({ sparsity: 0.5 })];
    const nested = addOverlaps(await tuning.overlap(a, b));
    expect(nested).toEqual({ both: 2048, onlyA: 0, onlyB: 2048 });
    expect(addOverlaps(await tuning.overlap(b, b))).toEqual({ both: 4096, onlyA: 0, onlyB: 0 });
    const random = settings({ sparsity: 0.5 }, { method: 'random' });
    const other = addOverlaps(await tuning.overlap(b, random));
    expect(other.both + other.onlyA).toBe(4096);
    expect(intersectionOverUnion(other)).toBeLessThan(0.5);
    const apart = addOverlaps(await tuning.overlap(b, settings({ layers: ['attention'], sparsity: 0.5 })));
    expect(apart).toEqual({ both: 0, onlyA: 4096, onlyB: 4096 });
  });

  it('measures what zeros save, and ends an older measurement for a newer one', async () => {
    const older = tuning.measureSizes(settings({ sparsity: 0.3 }));
    const newer = tuning.measureSizes(settings({ layers: ['all'], sparsity: 0.9 }));
    await expect(older).rejects.toThrow(CancelledError);
    const { original, pruned } = await newer;
    expect(pruned.dense).toBe(original.dense);
    expect(pruned.compressed).toBeLessThan(original.compressed * 0.6);
    const none = await tuning.measureSizes(settings({ sparsity: 0 }));
    expect(none.pruned.compressed).toBe(original.compressed);
  });

  it('knows how near a plan is to magnitude pruning', async () => {
    expect(await tuning.magnitudeOverlap(settings({}, { method: 'magnitude' }))).toBe(1);
    expect(await tuning.magnitudeOverlap(settings({ sparsity: 0 }))).toBe(1);
    expect(await tuning.magnitudeOverlap(settings({ layers: ['linear'] }, { method: 'random' }))).toBeCloseTo(0.5, 1);
  });

  it('shows where the scores lie', async () => {
    const { counts, pruned, threshold } = await tuning.scoreHistogram(settings({ sparsity: 0.5 }));
    const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
    expect([sum(counts), sum(pruned)]).toEqual([8192, 4096]);
    expect(threshold).not.toBeNull();
  });
});
