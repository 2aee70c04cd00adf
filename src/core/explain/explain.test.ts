import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import { CancelledError } from '../errors';
import { METHOD_NAMES, inputsOf } from '../gaprune/methods';
import { type ScoringSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { EQUALS_MAGNITUDE, explain } from './explain';
import { rankCorrelation } from './rank-correlation';

const model = openFixture('tiny-bert');
const statistics = randomStatistics(model, 3);
const mask = maskSettings.parse({ layers: ['linear'] });
const never = new AbortController().signal;
const of = (part: Partial<ScoringSettings>) => explain({ model, statistics, scoring: scoringSettings.parse(part), mask }, never);

describe('explain', () => {
  it('finds that the reference’s DAI comes to magnitude when Fisher information is small', async () => {
    // As in a real model: 1e-5 and less, beside γ·√|w|.
    const small = statistics.map((t) => ({
      ...t,
      fisherDomain: t.fisherDomain.map((x) => x * 1e-3),
      fisherGeneral: t.fisherGeneral.map((x) => x * 1e-3),
    }));
    const { terms, methods, magnitudeOverlap } = await explain(
      { model, statistics: small, scoring: scoringSettings.parse({}), mask },
      never,
    );
    expect(magnitudeOverlap).toBeGreaterThanOrEqual(EQUALS_MAGNITUDE);
    const changed = Object.fromEntries(terms.map(({ term, changed: share }) => [term, share]));
    expect(changed['relevance']).toBeLessThan(0.01);
    // Without it the scores hardly differ, and the reference's guard ranks by magnitude again.
    expect(changed['magnitude']).toBeLessThan(0.05);
    expect(methods.find(({ method }) => method === 'magnitude')!.correlation).toBeGreaterThan(0.999);
  });

  it('shows what each term decides where it does', async () => {
    const { terms, methods, magnitudeOverlap } = await of({ method: 'fisher' });
    expect(terms.map(({ term }) => term)).toEqual(['relevance', 'complexity']);
    expect(terms.every(({ changed }) => changed > 0.05 && changed < 0.5)).toBe(true);
    expect(methods.map(({ method }) => method)).toEqual(METHOD_NAMES.filter((name) => name !== 'fisher' && inputsOf(name) === 'none'));
    expect(magnitudeOverlap).toBeLessThan(EQUALS_MAGNITUDE);
    const random = methods.find(({ method }) => method === 'random')!;
    // Half of the weights at random: half of the pruned ones, and a third of either's.
    expect(random.overlap).toBeCloseTo(0.5, 1);
    expect(random.iou).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(random.correlation!)).toBeLessThan(0.05);
  });

  it('is itself for magnitude, and differs in nothing where nothing goes', async () => {
    expect((await of({ method: 'magnitude' })).magnitudeOverlap).toBe(1);
    const nothing = await explain({ model, statistics, scoring: scoringSettings.parse({}), mask: { ...mask, sparsity: 0 } }, never);
    expect(nothing.methods.every(({ overlap, iou }) => overlap === 1 && iou === 1)).toBe(true);
  });

  it('stops when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const scoring = scoringSettings.parse({});
    const many = { model, statistics, scoring, mask };
    // A tiny model is scored before the first pause; a large one is not.
    await explain(many, stop.signal).catch((error: unknown) => expect(error).toBeInstanceOf(CancelledError));
  });
});

describe('rankCorrelation', () => {
  it('is Spearman’s, with shared ranks for equal values', () => {
    const f = (...values: number[]): Float32Array => Float32Array.from(values);
    expect(rankCorrelation(f(1, 2, 3, 9), f(10, 20, 25, 26))).toBe(1);
    expect(rankCorrelation(f(1, 2, 3), f(3, 2, 1))).toBe(-1);
    // scipy.stats.spearmanr([1, 2, 2, 4, 0], [3, 1, 4, 4, 2]) = 0.5
    expect(rankCorrelation(f(1, 2, 2, 4, 0), f(3, 1, 4, 4, 2))).toBeCloseTo(0.5, 9);
    expect(rankCorrelation(f(1, 1), f(1, 2))).toBeNaN();
  });
});
