import { afterAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { InvalidSettingsError } from '../analysis/errors';
import { refuseCalibrationRecords } from '../evaluate/calibration';
import { CalibrationLeakError } from '../evaluate/errors';
import { prepare } from '../engine/prepare';
import { analysisSettings } from '../gaprune/settings';
import { createNodeDevice } from '../runtime/node';
import { recordsToPlan, splitBy } from './choose-records';
import { holdOut } from './hold-out';
import { sampleSets } from './sample';

const device = await createNodeDevice('wasm');
afterAll(() => device.destroy());
const { model, tokenizer } = prepare(openFixture('tiny-bert'), analysisSettings.parse({ maxLength: 16 }));

const setOf = (word: string, records: number) => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: records }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word} ${i}`, negative: `no ${i}` })),
});

describe('sampling', () => {
  const [general, domain] = [setOf('house', 60), setOf('acid', 9)];
  const sample = (settings: object) =>
    sampleSets(device, {
      model,
      tokenizer,
      general,
      domain,
      settings: analysisSettings.parse({ maxLength: 16, maxSamples: 12, ...settings }),
    });

  it('leaves the first records to the analysis, and small sets as they are', async () => {
    expect((await sample({})).general).toEqual({ set: general, chosen: null });
    expect((await sample({ sampling: 'k-means' })).domain).toEqual({ set: domain, chosen: null });
  });

  it.each(['random', 'k-means'] as const)('%s: the same records for the same seed', async (sampling) => {
    const { set, chosen } = (await sample({ sampling })).general;
    const numbers = chosen ?? [];
    expect(set.triplets).toEqual(numbers.map((record) => general.triplets[record]));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeLessThanOrEqual(12);
    expect(numbers.length).toBeGreaterThan(8);
    expect((await sample({ sampling })).general.chosen).toEqual(numbers);
    expect((await sample({ sampling, samplingSeed: 1 })).general.chosen).not.toEqual(numbers);
    expect(device.allocatedBytes).toBe(0);
  });

  it('a plan counts the records that will be drawn; of k-means, as many of the first', async () => {
    const plan = (sampling: 'first' | 'random' | 'k-means') => {
      const settings = analysisSettings.parse({ maxLength: 16, maxSamples: 12, sampling });
      return recordsToPlan(device, splitBy(general, domain, settings), { model, tokenizer, settings });
    };
    expect(await plan('random')).toEqual({ general: (await sample({ sampling: 'random' })).general.set, domain, isExact: true });
    expect(await plan('first')).toEqual({ general, domain, isExact: true });
    expect(await plan('k-means')).toEqual({ general, domain, isExact: false });
    expect(device.allocatedBytes).toBe(0);
  });

  it('tells of texts embedded and grouped', async () => {
    const seen: [number, number][] = [];
    const settings = analysisSettings.parse({ maxLength: 16, maxSamples: 12, sampling: 'k-means' });
    await sampleSets(device, { model, tokenizer, general, domain, settings }, { onProgress: (...progress) => seen.push(progress) });
    expect(seen[0]).toEqual([32, 120]);
    expect(seen.at(-1)).toEqual([120, 120]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
  });
});

describe('holding out', () => {
  const [general, domain] = [setOf('house', 50), setOf('acid', 40)];

  it('puts a share of each set aside, the same by the same seed, and loses nothing', () => {
    const splits = holdOut(general, domain, 0.1, 42);
    expect([splits.general.heldOut.triplets.length, splits.domain.heldOut.triplets.length]).toEqual([5, 4]);
    expect(splits).toEqual(holdOut(general, domain, 0.1, 42));
    expect(splits).not.toEqual(holdOut(general, domain, 0.1, 43));
    const all = [...splits.general.analysed.triplets, ...splits.general.heldOut.triplets];
    expect(new Set(all)).toEqual(new Set(general.triplets));
    expect(() => refuseCalibrationRecords(splits.domain.heldOut, [splits.general.analysed, splits.domain.analysed])).not.toThrow();
  });

  it('keeps records of one query together, however it is written', () => {
    const again = general.triplets.map((triplet) => ({ ...triplet, query: ` ${triplet.query.toUpperCase()}`, positive: 'another answer' }));
    const both = { ...general, triplets: [...general.triplets, ...again] };
    const { heldOut } = holdOut(both, domain, 0.2, 1).general;
    expect(heldOut.triplets).toHaveLength(20);
    expect(new Set(heldOut.triplets.map(({ query }) => query.trim().toLowerCase())).size).toBe(10);
  });

  it('does not measure with what the other set was analysed with', () => {
    const shared = { ...domain, triplets: [...domain.triplets, ...general.triplets.slice(0, 25)] };
    const { general: split, domain: other } = holdOut(general, shared, 0.4, 3);
    expect(split.dropped).toBeGreaterThan(0);
    expect(split.heldOut.triplets.length + split.dropped).toBe(20);
    for (const { heldOut } of [split, other])
      expect(() => refuseCalibrationRecords(heldOut, [split.analysed, other.analysed])).not.toThrow();
  });

  it('puts nothing aside for a share of 0, and refuses sets that are too small', () => {
    expect(holdOut(general, domain, 0, 42).general).toEqual({ analysed: general, heldOut: { ...general, triplets: [] }, dropped: 0 });
    expect(() => holdOut(setOf('a', 2), domain, 0.1, 0)).toThrow(InvalidSettingsError);
    expect(() => holdOut(general, general, 0.1, 42)).not.toThrow();
    const alike = { ...general, triplets: general.triplets.map((triplet) => ({ ...triplet, positive: 'the same' })) };
    expect(() => holdOut(alike, domain, 0.1, 42)).toThrow('Too few records are left to measure with');
  });

  it('names records that were used after all', () => {
    const heldOut = {
      ...general,
      triplets: [general.triplets[3], { query: 'HOUSE  7', positive: 'A house 7', negative: '' }].flatMap((x) => x ?? []),
    };
    expect(() => refuseCalibrationRecords(heldOut, [general])).toThrow(CalibrationLeakError);
    expect(() => refuseCalibrationRecords(heldOut, [general])).toThrow(
      '2 records are in the calibration set house.json too, 1 word for word (record 0 is its record 3, record 1 is its record 7); quality',
    );
  });
});
