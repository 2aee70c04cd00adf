import { STRICT } from '../data/formats/reading';
import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { lostAfter } from '../../../tests/support/lost-after';
import { randomStatistics } from '../../../tests/support/statistics';
import { CancelledError } from '../errors';
import { CalibrationLeakError } from '../evaluate/errors';
import { sha256Of } from '../export/sha256';
import { Pruner } from '../gaprune/pruner';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import type { Device } from '../runtime/device';
import { DeviceLostError } from '../runtime/errors';
import { createNodeDevice } from '../runtime/node';
import { EngineStateError } from './errors';
import type { FinishedRun } from './finished-run';
import { prepare } from './prepare';
import { QualityBench } from './quality';
import type { QualityProgress } from './quality-types';
import type { DeviceChoice } from './types';

const settings = analysisSettings.parse({ maxLength: 32 });
const { model, tokenizer } = prepare(openFixture('tiny-bert'), settings);
const tensors = randomStatistics(model, 9);
const losses = { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] };
const triplets = (word: string) =>
  Array.from({ length: 12 }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word}, number ${i}`, negative: `${i} of another` }));
const file = (word: string) => ({ name: `${word}.json`, content: new Blob([JSON.stringify(triplets(word))]) });
const calibration = {
  set: { fileName: 'calibration.json', triplets: triplets('calibration') },
  content: new Blob(),
  reading: STRICT,
  leftOut: 0,
};
const run: FinishedRun = {
  model,
  tokenizer,
  pruner: new Pruner(model, tensors),
  statistics: { tensors, losses, pairs: 1 },
  manifest: {
    ...{
      version: 1,
      program: 'test',
      settings,
      modelFiles: {},
      device: 'wasm',
      elapsedMs: 1,
      losses: { ...losses },
      pairs: 1,
      tensors: [],
    },
    generalData: { fileName: 'g', sha256: '', records: 1, fields: null, leftOut: 0, heldOut: 0, sample: null },
    domainData: { fileName: 'd', sha256: '', records: 1, fields: null, leftOut: 0, heldOut: 0, sample: null },
  },
  general: calibration,
  domain: null,
};
const half = { scoring: scoringSettings.parse({ method: 'magnitude' }), mask: maskSettings.parse({ layers: ['linear'] }) };
const nothing = (): void => undefined;

async function openBench(open: (choice: DeviceChoice) => Promise<Device> = () => createNodeDevice('wasm')): Promise<QualityBench> {
  const bench = new QualityBench(open);
  expect(await bench.openHeldOut('general', file('market'))).toEqual({
    ...{ fileName: 'market.json', queries: 12, corpus: 12, dropped: 0 },
    sha256: await sha256Of(file('market').content),
  });
  await bench.openHeldOut('domain', file('enzyme'));
  return bench;
}

describe('QualityBench', () => {
  it('compares the settings with the dense model, which is measured once', async () => {
    const bench = await openBench();
    const progress: QualityProgress[] = [];
    const quality = await bench.measure(run, half, 'wasm', (step) => progress.push(step));
    // Queries, positives and negatives of both sets, dense and pruned.
    expect(progress.at(-1)).toEqual({ done: 144, total: 144 });
    expect(quality.general.dense.set).toBe('market.json');
    expect(quality.domain.similarity).toBeLessThan(1);
    const again: QualityProgress[] = [];
    const none = await bench.measure(run, { ...half, mask: { ...half.mask, sparsity: 0 } }, 'wasm', (step) => again.push(step));
    expect(again.at(-1)).toEqual({ done: 72, total: 72 });
    expect(none.domain.dense).toEqual(quality.domain.dense);
    expect(none.domain.differences.ndcg10).toMatchObject({ mean: 0, p: 1 });
  });

  it('ends an older measurement for a newer one, and on cancel', async () => {
    const bench = await openBench();
    const older = bench.measure(run, half, 'wasm', nothing);
    const newer = bench.measure(run, half, 'wasm', nothing);
    await expect(older).rejects.toThrow(CancelledError);
    expect((await newer).general.changed.queries).toBe(12);
    const cancelled = bench.measure(run, half, 'wasm', () => bench.cancel());
    await expect(cancelled).rejects.toThrow(CancelledError);
  });

  it('begins anew on another device when one is lost, on the processor after a second loss, and keeps no lost one', async () => {
    const undisturbed = await (await openBench()).measure(run, half, 'wasm', nothing);
    const left = [3, 5];
    const asked: string[] = [];
    const open = (choice: string) => {
      asked.push(choice);
      const uses = left.shift();
      return uses === undefined ? createNodeDevice('wasm') : lostAfter(uses);
    };
    const bench = await openBench(open);
    expect(await bench.measure(run, half, 'webgpu', nothing)).toEqual(undisturbed);
    expect(asked).toEqual(['webgpu', 'webgpu', 'wasm']);
    left.push(0);
    await expect(bench.withBench(run, 'auto', (on, sets) => on.dense(sets))).rejects.toThrow(DeviceLostError);
    const dense = await bench.withBench(run, 'auto', (on, sets) => on.dense(sets));
    expect(dense.general.values.ndcg10).toHaveLength(12);
  });

  it('measures with the records that the analysis put aside', async () => {
    const source = (word: string) => ({ ...calibration, set: { fileName: `${word}.json`, triplets: triplets(word) } });
    const aside = { ...run.manifest, settings: { ...settings, holdOut: 0.25 } };
    const split: FinishedRun = { ...run, manifest: aside, general: source('house'), domain: source('acid') };
    const bench = new QualityBench(() => createNodeDevice('wasm'));
    expect(bench.openPutAside('general', split)).toEqual({ fileName: 'house.json', sha256: null, queries: 3, corpus: 3, dropped: 0 });
    expect(() => bench.openPutAside('general', run)).toThrow(EngineStateError);
    bench.openPutAside('domain', split);
    const { domain } = await bench.measure(split, half, 'wasm', nothing);
    expect(domain.changed.queries).toBe(3);
  });

  it('refuses records of the calibration sets, and sets that are not there', async () => {
    const bench = new QualityBench(() => createNodeDevice('wasm'));
    await expect(bench.measure(run, half, 'wasm', nothing)).rejects.toThrow(EngineStateError);
    await bench.openHeldOut('general', file('calibration'));
    await expect(bench.measure(run, half, 'wasm', nothing)).rejects.toThrow(CalibrationLeakError);
  });

  it('measures without the records that were used, once it is told to leave them out', async () => {
    const mixed = new Blob([JSON.stringify([...triplets('calibration').slice(0, 5), ...triplets('market')])]);
    const bench = new QualityBench(() => createNodeDevice('wasm'));
    await bench.openHeldOut('general', { name: 'mixed.json', content: mixed });
    await bench.openHeldOut('domain', file('enzyme'));
    await expect(bench.measure(run, half, 'wasm', nothing)).rejects.toThrow('5 records are in the calibration set');
    expect(bench.leaveOutUsed(run)).toEqual({
      general: { fileName: 'mixed.json', sha256: await sha256Of(mixed), queries: 12, corpus: 12, dropped: 5 },
      domain: { fileName: 'enzyme.json', sha256: await sha256Of(file('enzyme').content), queries: 12, corpus: 12, dropped: 0 },
    });
    expect((await bench.measure(run, half, 'wasm', nothing)).general.changed.queries).toBe(12);
    await bench.openHeldOut('general', file('calibration'));
    expect(() => bench.leaveOutUsed(run)).toThrow('two different positives');
  });

  it('explains a mask', async () => {
    const { magnitudeOverlap } = await new QualityBench(() => createNodeDevice('wasm')).explain(run, half, nothing);
    expect(magnitudeOverlap).toBe(1);
  });
});
