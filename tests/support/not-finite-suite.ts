import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisInput, analyze } from '../../src/core/analysis/analyze';
import type { Statistics } from '../../src/core/gaprune/statistics';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';
import type { Device } from '../../src/core/runtime/device';
import { poisoned, without } from './poison';
import { smallAnalysis } from './small-analysis';

/** Near the end of float32: sums of a row overflow, and so does everything that follows. */
const OVERFLOWS = 3e38;

const SINGLES = { batchSize: 2, fisherBatchSize: 1, maxLength: 8 };
const THREES = { batchSize: 6, fisherBatchSize: 3, maxLength: 8 };

/** The part of every weight's statistics under these names. */
const part = ({ tensors }: Statistics, ...names: readonly (keyof Statistics['tensors'][number])[]) =>
  tensors.map((tensor) => [tensor.name, ...names.map((name) => tensor[name])]);
const FISHER = ['fisherGeneral', 'fisherDomain'] as const;
const GRADIENTS = ['gradGeneral', 'gradDomain', 'tensorAlignment', 'conflictRate', 'comparedPairs'] as const;

/** A record that nothing finite can be made of is named, and leaves all others as if it were not there: the same bits. */
export function describeNotFinite(label: string, opened: Promise<Device>, open: () => Promise<EmbeddingModel>): void {
  describe(`a record that is not finite, ${label}`, { timeout: 300_000 }, () => {
    let device: Device;
    beforeAll(async () => {
      device = await opened;
    });
    afterAll(() => device.destroy());
    const run = (input: AnalysisInput): Promise<Statistics> => analyze(device, input, { now: () => 0 });
    /** The run with the record, without it in its set, and without that record in both sets. */
    async function runs(
      settings: Partial<AnalysisInput['settings']>,
      records: number,
      set: 'general' | 'domain',
      k: number,
      value = OVERFLOWS,
    ) {
      const input = poisoned(smallAnalysis(await open(), records, settings), set, k, value);
      const less = { ...input, [set]: without(input[set], k) };
      const both = { ...input, general: without(input.general, k), domain: without(input.domain, k) };
      return { input, withIt: await run(input), less, both };
    }

    it.each([
      ['first', 0],
      ['middle', 1],
      ['last', 2],
    ])('alone in its micro-batch, the %s one', async (_, k) => {
      const { withIt, less, both } = await runs(SINGLES, 3, 'general', k);
      expect(withIt.notFinite).toEqual([{ set: 'general', records: [k] }]);
      expect(withIt.losses.fisherGeneral.map(({ counted }) => counted)).toEqual([0, 1, 2].map((record) => record !== k));
      expect(withIt.losses.fisherDomain.every(({ counted }) => counted)).toBe(true);
      expect(part(withIt, ...FISHER)).toEqual(part(await run(less), ...FISHER));
      // A pair of which one side is gone is no pair.
      expect(part(withIt, ...GRADIENTS)).toEqual(part(await run(both), ...GRADIENTS));
    });

    it('NaN itself, in the domain set', async () => {
      const { withIt, less } = await runs(SINGLES, 2, 'domain', 1, NaN);
      expect(withIt.notFinite).toEqual([{ set: 'domain', records: [1] }]);
      expect(part(withIt, ...FISHER)).toEqual(part(await run(less), ...FISHER));
    });

    it.each([
      ['first of a micro-batch', 6, 3],
      ['middle of a micro-batch', 6, 4],
      ['last of the last micro-batch', 5, 4],
    ])('the %s: the others of its micro-batch stay', async (_, records, k) => {
      const { withIt, less } = await runs(THREES, records, 'general', k);
      expect(withIt.notFinite).toEqual([{ set: 'general', records: [k] }]);
      expect(withIt.losses.fisherGeneral.every(({ counted }) => counted)).toBe(true);
      const expected = await run(less);
      expect(part(withIt, ...FISHER)).toEqual(part(expected, ...FISHER));
      expect(withIt.losses.fisherGeneral).toEqual(expected.losses.fisherGeneral);
    });

    it('a pair counts with what is left of its micro-batch', async () => {
      const { input, withIt } = await runs(THREES, 6, 'general', 4);
      const of = (records: readonly number[], settings: Partial<AnalysisInput['settings']>) => {
        const only = { ...input.general, triplets: records.flatMap((record) => input.general.triplets[record] ?? []) };
        return run({ ...input, general: only, settings: { ...input.settings, ...settings } });
      };
      const [first, rest] = [await of([0, 1, 2], {}), await of([3, 5], { batchSize: 4, fisherBatchSize: 2 })];
      expect([withIt.pairs, first.pairs, rest.pairs]).toEqual([2, 1, 1]);
      withIt.tensors.forEach(({ name, gradGeneral }, t) => {
        const [a, b] = [first.tensors[t]?.gradGeneral ?? [], rest.tensors[t]?.gradGeneral ?? []];
        expect(gradGeneral, name).toEqual(gradGeneral.map((_, i) => Math.fround((a[i] ?? NaN) + (b[i] ?? NaN)) / 2));
      });
    });
  });
}
