import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { loadTokenizer } from '../data/tokenizer';
import type { AnalysisProgress } from '../engine/types';
import { CancelledError } from '../errors';
import { layerMeans } from '../gaprune/layer-means';
import { mean } from '../gaprune/moments';
import { analysisSettings } from '../gaprune/settings';
import type { Statistics } from '../gaprune/statistics';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';
import { LiveFigures } from './live-figures';
import { Pause } from './pause';
import { RunningSums } from './running-sums';

const model = openFixture('tiny-bert');
const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
const set = (word: string) => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: 6 }, (_, i) => ({
    query: `${word} ${i}`,
    positive: `about ${word} ${i}`,
    negative: `not ${'so '.repeat(i)}`,
  })),
});
const input = {
  model,
  tokenizer,
  general: set('river'),
  domain: set('acid'),
  settings: analysisSettings.parse({ maxLength: 16, batchSize: 2 }),
};

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());

/** A clock that is a second further at each look: everything that is done seldom is done every time. */
function hurried(): () => number {
  let time = 0;
  return () => (time += 1000);
}

describe('an analysis that is watched', () => {
  let statistics: Statistics;
  const reports: AnalysisProgress[] = [];
  beforeAll(async () => {
    statistics = await analyze(device, input, { now: hurried(), onProgress: (progress) => reports.push(progress) });
  });

  it('ends with the figures of the statistics, layer by layer', () => {
    const measured = new Map(statistics.tensors.map((tensor) => [tensor.name, tensor]));
    const expected = layerMeans(
      model.parameters
        .filter(({ prunable }) => prunable)
        .map(({ name, layer }) => {
          const { fisherGeneral, fisherDomain, tensorAlignment } = measured.get(name)!;
          const means = { fisherGeneral: mean(fisherGeneral), fisherDomain: mean(fisherDomain) };
          return { layer, size: fisherGeneral.length, ...means, alignment: tensorAlignment };
        }),
    );
    const { layers } = reports.at(-1)!;
    expect(layers?.map(({ layer }) => layer)).toEqual(expected.map(({ layer }) => layer));
    layers?.forEach(({ fisherGeneral, fisherDomain, alignment }, i) => {
      expect(fisherGeneral! / expected[i]!.fisherGeneral!).toBeCloseTo(1, 4);
      expect(fisherDomain! / expected[i]!.fisherDomain!).toBeCloseTo(1, 4);
      expect(alignment).toBeCloseTo(expected[i]!.alignment!, 4);
    });
  });

  it('knows the general figures before the domain ones, and the alignment last', () => {
    const known = (phase: AnalysisProgress['phase']) => {
      const { fisherGeneral, fisherDomain, alignment } = reports.find((report) => report.phase === phase && report.layers !== null)!
        .layers![0]!;
      return [fisherGeneral, fisherDomain, alignment].map((figure) => figure !== null);
    };
    expect(known('fisher-general')).toEqual([true, false, false]);
    expect(known('fisher-domain')).toEqual([true, true, false]);
    expect(known('alignment')).toEqual([true, true, true]);
  });

  it('tells the memory that it holds', () => {
    const elements = model.parameters.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
    const held = reports.filter(({ phase }) => phase === 'alignment').map(({ deviceBytes }) => deviceBytes);
    // The weights and four sums.
    expect(Math.min(...held)).toBeGreaterThan(5 * 4 * elements);
    expect(device.allocatedBytes).toBe(0);
  });

  it('gives the same statistics when it was held in between', async () => {
    const pause = new Pause();
    let held = 0;
    const again = await analyze(device, input, {
      now: hurried(),
      pause,
      onProgress: ({ phase, done }) => {
        if (phase !== 'fisher-domain' || done !== 8) return;
        pause.hold();
        held += 1;
        setTimeout(() => pause.resume(), 0);
      },
    });
    expect(held).toBe(1);
    expect(again).toEqual(statistics);
  });

  it('gives the same statistics, bit for bit, when gradients are shared', async () => {
    const shared = { ...input, settings: { ...input.settings, fisherBatchSize: 1 } };
    const phases = new Set<string>();
    let total = 0;
    const together = await analyze(device, shared, {
      now: hurried(),
      onProgress: (progress) => {
        phases.add(progress.phase);
        total = progress.total;
        expect(progress.phases).toContain(progress.phase);
      },
    });
    expect([...phases]).toEqual(['prepare', 'together', 'finish']);
    expect(total).toBe(12);
    const apart = await analyze(device, { ...shared, settings: { ...shared.settings, separatePasses: true } }, { now: hurried() });
    expect(together).toEqual(apart);
    expect(device.allocatedBytes).toBe(0);
  });

  it('looks at the figures seldom, and when it is asked to', async () => {
    let time = 0;
    const live = new LiveFigures(model.parameters, () => time);
    const sums = await RunningSums.create(device, model.parameters);
    const looked: boolean[] = [];
    for (const ms of [0, 100, 200, 300]) {
      time = ms;
      looked.push((await live.look(sums)) !== null);
    }
    looked.push((await live.look(sums, true)) !== null);
    expect(looked).toEqual([true, false, false, true, true]);
    sums.free();
  });

  it('can be cancelled while it is held', async () => {
    const pause = new Pause();
    const cancel = new AbortController();
    const hooks = { now: hurried(), pause, signal: cancel.signal };
    pause.hold();
    const work = analyze(device, input, hooks);
    cancel.abort();
    await expect(work).rejects.toThrow(CancelledError);
    expect(device.allocatedBytes).toBe(0);
  });
});
