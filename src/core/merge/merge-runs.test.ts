import { beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { analyze } from '../analysis/analyze';
import { describeRun } from '../export/run-files';
import type { RunManifest } from '../export/run-manifest';
import { type AnalysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { Pruner } from '../gaprune/pruner';
import type { TensorStatistics } from '../gaprune/statistics';
import { createNodeDevice } from '../runtime/node';
import { milliseconds } from '../units';
import { type MergedRun, type ShardRun, mergeRuns } from './merge-runs';

const model = openFixture('tiny-bert');
const ARRAYS = ['fisherGeneral', 'fisherDomain', 'gradGeneral', 'gradDomain'] as const;

/** Sums in float32 in another order: each addition is right to 6e-8 of its sum. */
const TOLERANCE = 1e-6;

async function run(settings: Partial<AnalysisSettings>): Promise<MergedRun> {
  const input = smallAnalysis(model, 13, settings);
  const device = await createNodeDevice('wasm');
  const statistics = await analyze(device, input, { now: () => 0 });
  const source = (set: typeof input.general) => ({ set, content: new Blob([set.fileName]), reading: { fields: null, skipBadRecords: false }, leftOut: 0 }); // prettier-ignore
  const used = { heldOut: 0, sample: null };
  const manifest = await describeRun({
    ...{ settings: input.settings, modelFiles: model.folder, general: source(input.general), domain: source(input.domain) },
    ...{ used: { general: used, domain: used }, device: 'wasm', elapsedMs: milliseconds(1), statistics },
  });
  return { manifest, tensors: statistics.tensors };
}

const named = ({ manifest, tensors }: MergedRun, name: string): ShardRun => ({
  name,
  manifest,
  statistics: () => Promise.resolve(tensors),
});

async function shardsOf(count: number, settings: Partial<AnalysisSettings>): Promise<ShardRun[]> {
  const shards: ShardRun[] = [];
  for (let index = 1; index <= count; index++) shards.push(named(await run({ ...settings, shard: { index, count } }), `shard-${index}`));
  return shards;
}

/** ‖a − b‖ / ‖b‖, in float64. */
function distance(a: Float32Array, b: Float32Array): number {
  let [difference, norm] = [0, 0];
  b.forEach((x, i) => ([difference, norm] = [difference + ((a[i] ?? NaN) - x) ** 2, norm + x * x]));
  return norm === 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
}

function masksOf(tensors: readonly TensorStatistics[]): Map<string, Uint8Array> {
  const pruner = new Pruner(model, tensors);
  return pruner.masks(pruner.plan(scoringSettings.parse({ alignment: 'tensor' }), maskSettings.parse({ layers: ['all'] })));
}

describe.each([
  ['two shards, gradients apart', 2, { batchSize: 4, fisherBatchSize: 3 }],
  ['three shards, gradients shared', 3, { batchSize: 4, fisherBatchSize: 2 }],
] as const)('%s', (_, count, settings) => {
  let whole: MergedRun;
  let merged: MergedRun;
  beforeAll(async () => {
    whole = await run(settings);
    const shards = await shardsOf(count, settings);
    merged = await mergeRuns([...shards].reverse());
  });

  it('give the statistics of one run', () => {
    expect(merged.tensors.map(({ name }) => name)).toEqual(whole.tensors.map(({ name }) => name));
    whole.tensors.forEach((expected, at) => {
      const tensor = merged.tensors[at]!;
      for (const array of ARRAYS) expect(distance(tensor[array], expected[array]), `${array}/${expected.name}`).toBeLessThan(TOLERANCE);
      expect(tensor.tensorAlignment).toBeCloseTo(expected.tensorAlignment, 5);
      expect([tensor.conflictRate, tensor.comparedPairs]).toEqual([expected.conflictRate, expected.comparedPairs]);
    });
  });

  it('give its mask, but for scores that are equal to float32', () => {
    const masks = masksOf(merged.tensors);
    let [different, total] = [0, 0];
    for (const [name, expected] of masksOf(whole.tensors)) {
      expected.forEach((bit, i) => (different += Number(bit !== masks.get(name)?.[i])));
      total += expected.length;
    }
    expect(different / total).toBeLessThan(1e-3);
  });

  it('give its manifest, losses in batch order', () => {
    const { losses, tensors: _weights, elapsedMs, ...rest } = merged.manifest;
    const { losses: expected, tensors: _, elapsedMs: _ms, ...others } = whole.manifest;
    expect(rest).toEqual(others);
    expect(elapsedMs).toBe(count);
    expect(losses).toEqual(expected);
  });
});

describe('a refusal to merge', () => {
  let shards: ShardRun[];
  beforeAll(async () => {
    shards = await shardsOf(2, {});
  });
  const changed = (change: (manifest: RunManifest) => Partial<RunManifest>): ShardRun[] =>
    shards.map((shard, at) => (at === 0 ? shard : { ...shard, manifest: { ...shard.manifest, ...change(shard.manifest) } }));
  const setting = (change: Partial<AnalysisSettings>) => changed(({ settings }) => ({ settings: { ...settings, ...change } }));

  it.each<[string, () => ShardRun[], string]>([
    ['no run', () => [], 'There is no run to merge.'],
    ['a run that is no shard', () => setting({ shard: null }), 'The run is no shard: gaprune analyze --shard makes them. (shard-2)'],
    ['a missing shard', () => shards.slice(1), 'Of 2 shards some are missing: 1.'],
    ['a shard twice', () => [...shards, ...shards.slice(0, 1)], 'Shard 1 of 2 is there twice. (shard-1, shard-1)'],
    [
      'shards of two divisions',
      () => setting({ shard: { index: 2, count: 3 } }),
      'One run is of 3 shards, another of 2. (shard-2, shard-1)',
    ],
    ['another setting', () => setting({ scale: 10 }), 'The run has another setting than shard-1. (shard-2, scale)'],
    ['another model', () => changed(() => ({ modelFiles: {} })), 'The run has another model than shard-1. (shard-2, '],
    ['another set', () => changed(({ domainData }) => ({ domainData: domainData && { ...domainData, records: 99 } })), 'The run has another domain set than shard-1. (shard-2, records)'], // prettier-ignore
    ['other records', () => changed(({ generalData }) => ({ generalData: generalData && { ...generalData, sample: [1] } })), 'The run has other records of the general set than shard-1. (shard-2, sample)'], // prettier-ignore
    ['other weights', () => changed(() => ({ tensors: [] })), 'The run has other weights than shard-1. (shard-2, '],
    ['lost batches', () => changed(({ losses }) => ({ losses: { ...losses, fisherDomain: [] } })), 'The run lacks batches of its shard. (shard-2)'], // prettier-ignore
  ])('names %s', async (_, runs, message) => {
    await expect(mergeRuns(runs())).rejects.toThrow(message);
  });
});
