import { describe, expect, it } from 'vitest';
import { MemorySlots } from '../../../tests/support/memory-slots';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import type { RecoveryWork } from '../checkpoint/kept-recoveries';
import { runKey } from '../checkpoint/work-key';
import { STRICT } from '../data/formats/reading';
import { CancelledError } from '../errors';
import { Pruner } from '../gaprune/pruner';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { recoverySettings } from '../recover/settings';
import { createNodeDevice } from '../runtime/node';
import { Evidence } from './evidence';
import type { RefineProgress } from './evidence-types';
import type { FinishedRun } from './finished-run';
import { prepare } from './prepare';
import { QualityBench } from './quality';

const settings = analysisSettings.parse({ maxLength: 24, maxSamples: 16 });
const { model, tokenizer } = prepare(openFixture('tiny-bert'), settings);
const tensors = randomStatistics(model, 9);
const losses = { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] };
const triplets = (word: string) =>
  Array.from({ length: 12 }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word}, number ${i}`, negative: `${i} of another` }));
const source = (word: string) => ({
  set: { fileName: `${word}.json`, triplets: triplets(word) },
  content: new Blob(),
  reading: STRICT,
  leftOut: 0,
});
const file = (word: string) => ({ name: `${word}.json`, content: new Blob([JSON.stringify(triplets(word))]) });
const data = { fileName: 'd', sha256: '', records: 1, fields: null, leftOut: 0, heldOut: 0, sample: null };
const manifest = {
  version: 1,
  program: 't',
  settings,
  modelFiles: {},
  device: 'wasm',
  elapsedMs: 1,
  losses,
  pairs: 1,
  tensors: [],
} as const;
const run: FinishedRun = {
  ...{ model, tokenizer, pruner: new Pruner(model, tensors), statistics: { tensors, losses, pairs: 1 } },
  manifest: { ...manifest, losses: { ...losses }, tensors: [], generalData: data, domainData: data },
  ...{ general: source('meadow'), domain: source('polymer') },
};
const half = { scoring: scoringSettings.parse({ method: 'magnitude' }), mask: maskSettings.parse({ layers: ['linear'] }) };
const nothing = (): void => undefined;
const openDevice = () => createNodeDevice('wasm');

async function open(): Promise<{ readonly quality: QualityBench; readonly evidence: Evidence }> {
  const quality = new QualityBench(openDevice);
  await quality.openHeldOut('general', file('market'));
  await quality.openHeldOut('domain', file('enzyme'));
  return { quality, evidence: new Evidence(quality, openDevice) };
}

describe('Evidence', () => {
  it('measures a curve that is stopped and goes on, and measures inputs where a method wants them', async () => {
    const { evidence } = await open();
    const known: Awaited<ReturnType<Evidence['measureCurve']>> = [];
    const question = { settings: half, methods: ['wanda'] as const, points: 3, update: false };
    const stopped = evidence.measureCurve(run, { ...question, known: [] }, 'wasm', (_, point) => {
      if (point !== null && known.push(point) === 2) evidence.cancel();
    });
    await expect(stopped).rejects.toThrow(CancelledError);
    expect(known.length).toBe(2);
    const whole = await evidence.measureCurve(run, { ...question, known }, 'wasm', nothing);
    expect(whole.slice(0, 2)).toEqual(known);
    expect(whole.length).toBe(3);
    expect(run.pruner.hasInputs('wanda')).toBe(true);
  });

  it('refines weights, which quality then measures, for the settings they were made for', async () => {
    const { quality, evidence } = await open();
    const masked = await quality.measure(run, half, 'wasm', nothing);
    const recovery = recoverySettings.parse({ steps: 50, batchSize: 8, learningRate: 1e-3, checkEvery: 2 });
    const refined = await evidence.refine(run, { settings: half, update: true, recovery }, 'wasm', (progress) => {
      if (progress.kind === 'step' && progress.step === 3) evidence.stopRefining();
    });
    const { zeros } = run.pruner.plan(half.scoring, half.mask).plan;
    expect(refined).toMatchObject({ zeros, by: { update: true, recovery } });
    expect(refined.losses).toHaveLength(3);
    expect(refined.checks.at(-1)?.step).toBe(3);
    const weights = evidence.refinedFor(run, half);
    expect(weights).not.toBeNull();
    expect(evidence.refinedFor(run, { ...half, mask: { ...half.mask, sparsity: 0.4 } })).toBeNull();
    const after = await quality.measure(run, half, 'wasm', nothing, weights?.patch);
    expect(after.domain.similarity).not.toBe(masked.domain.similarity);
    evidence.dropRefined();
    expect(evidence.refinedFor(run, half)).toBeNull();
  });

  it('keeps a recovery as it goes: the same one, begun again, goes on with the same bits; who goes to other work leaves it, who cancels nothing', async () => {
    const recovery = recoverySettings.parse({ steps: 36, batchSize: 2, learningRate: 1e-3, checkEvery: 12 });
    const question = { settings: half, update: false, recovery };
    const undisturbed = (await open()).evidence;
    const wanted = await undisturbed.refine(run, question, 'wasm', nothing);

    const [quality, slots] = [new QualityBench(openDevice), new MemorySlots()];
    const works: RecoveryWork[] = [];
    const kept = () =>
      new Evidence(quality, openDevice, (_, work) => {
        works.push(work);
        return Promise.resolve({ slots, release: nothing });
      });
    const at = (wantedStep: number, then: () => void) => (progress: RefineProgress) => {
      if (progress.kind === 'step' && progress.step === wantedStep) then();
    };
    const end = (): void => {
      throw new Error('ended');
    };
    await expect(kept().refine(run, question, 'wasm', at(34, end))).rejects.toThrow('ended');
    const evidence = kept();
    const seen: RefineProgress[] = [];
    expect(await evidence.refine(run, question, 'wasm', (progress) => seen.push(progress))).toEqual(wanted);
    expect(seen[0]).toEqual({ kind: 'resumed', losses: wanted.losses.slice(0, 32), checks: wanted.checks.slice(0, 3) });
    expect(evidence.refinedFor(run, half)?.patch).toEqual(undisturbed.refinedFor(run, half)?.patch);
    expect(slots.files).toEqual([null, null]);
    expect(works[1]).toEqual(works[0]);
    expect(works[0]).toEqual({ run: await runKey(run.manifest), ...half, update: false, recovery, device: 'wasm' });

    const left = kept();
    const leave = at(34, () => left.cancel(true));
    await expect(left.refine(run, question, 'wasm', leave)).rejects.toThrow(CancelledError);
    expect(slots.files.filter((file) => file !== null)).toHaveLength(1);

    const cancelled = kept();
    const cancel = at(34, () => cancelled.cancel());
    await expect(cancelled.refine(run, question, 'wasm', cancel)).rejects.toThrow(CancelledError);
    expect(slots.files).toEqual([null, null]);
  });
});
