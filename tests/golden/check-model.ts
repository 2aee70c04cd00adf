import { expect } from 'vitest';
import { analyze } from '../../src/core/analysis/analyze';
import { readTriplets } from '../../src/core/data/read-triplets';
import type { TripletSet } from '../../src/core/data/triplet';
import { prepare } from '../../src/core/engine/prepare';
import type { AnalysisProgress } from '../../src/core/engine/types';
import { elementwiseAlignment } from '../../src/core/gaprune/alignment';
import { Pruner } from '../../src/core/gaprune/pruner';
import { type AnalysisSettings, analysisSettings, maskSettings, scoringSettings } from '../../src/core/gaprune/settings';
import { type BatchLoss, FISHER_FLOOR, type Statistics, type TensorStatistics } from '../../src/core/gaprune/statistics';
import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';
import type { Device } from '../../src/core/runtime/device';
import type { FirstRecords } from '../support/first-records';
import { type Golden, type GoldenMask, type GoldenTensor, goldenSamples, relativeDifference } from '../support/golden-figures';

/** Norm-wise tolerances of the golden figures, by weight. PyTorch in float32 is within 1e-5 of them. */
const STATISTIC = 5e-5;
const IMPORTANCE = 1e-6;
/** A gradient that is zero in theory is rounding noise on both sides: the key biases, which Softmax ignores. */
const NOISE_NAME = /(key|k_lin)\.bias$/;
const NOISE_GRADIENT = 1e-6;

const text = new TextDecoder();

export interface GoldenFiles {
  readonly model: ReadonlyMap<string, Uint8Array>;
  readonly general: Uint8Array;
  readonly domain: Uint8Array;
}

/** What is measured on a device for one model, ready to be compared. */
export interface Measured {
  readonly model: EmbeddingModel;
  readonly statistics: Statistics;
  readonly golden: Golden;
}

/** Run the whole analysis with the settings of the golden figures: micro-batches of 4, alignment of 2 + 2 records. */
export function measure(
  device: Device,
  name: string,
  files: GoldenFiles,
  golden: Golden,
  onProgress?: (progress: AnalysisProgress) => void,
): Promise<Measured> {
  return measureWith(device, name, files, golden, { batchSize: 4 }, onProgress);
}

/** Fisher information in micro-batches of one record; the alignment pass, which the golden figures do not have so, is one pair. */
export function measureSingles(device: Device, name: string, files: GoldenFiles, golden: Golden): Promise<Measured> {
  return measureWith(device, name, files, golden, { batchSize: 26, fisherBatchSize: 1 });
}

/** The first record of each set, alone and as a pair. */
export function measureFirstRecords(
  device: Device,
  name: string,
  files: GoldenFiles,
  golden: Golden,
  onProgress?: (progress: AnalysisProgress) => void,
): Promise<Measured> {
  return measureWith(device, name, files, golden, { batchSize: 2 }, onProgress, 1);
}

async function measureWith(
  device: Device,
  name: string,
  files: GoldenFiles,
  golden: Golden,
  batches: Pick<Partial<AnalysisSettings>, 'batchSize' | 'fisherBatchSize'>,
  onProgress?: (progress: AnalysisProgress) => void,
  records = Infinity,
): Promise<Measured> {
  const settings = analysisSettings.parse({ maxLength: golden.json.max_length, ...batches });
  const { model, tokenizer } = prepare(openEmbeddingModel(name, files.model), settings);
  const read = (file: string, bytes: Uint8Array): TripletSet => {
    const set = readTriplets(file, text.decode(bytes));
    return { ...set, triplets: set.triplets.slice(0, records) };
  };
  const input = { model, tokenizer, general: read('general', files.general), domain: read('domain', files.domain), settings };
  // Where nobody watches, nothing is read for show.
  const watched = onProgress === undefined ? {} : { onProgress };
  const statistics = await analyze(device, input, { now: () => performance.now(), ...watched });
  return { model, statistics, golden };
}

export function expectLosses({ statistics: { losses }, golden }: Measured): void {
  const { json } = golden;
  expectClose(losses.fisherGeneral, json.losses.fisher_general_mb4);
  expectClose(losses.fisherDomain, json.losses.fisher_domain_mb4);
  expectClose(losses.alignmentGeneral, json.losses.alignment_general);
  expectClose(losses.alignmentDomain, json.losses.alignment_domain);
}

/** Within 1e-5 relative or 1e-6 absolute. */
function expectClose(ours: readonly BatchLoss[], expected: readonly number[]): void {
  expect(ours.length).toBe(expected.length);
  ours.forEach(({ loss }, i) => {
    const golden = expected[i] ?? NaN;
    expect(Math.abs(loss - golden), `loss ${i}: ${loss}, golden ${golden}`).toBeLessThanOrEqual(Math.max(1e-5 * Math.abs(golden), 1e-6));
  });
}

/** Fisher, gradients and alignment of every weight; whole arrays where the golden files have them, 64 samples otherwise. */
export function expectStatistics({ statistics, golden }: Measured): void {
  expect(statistics.tensors.map(({ name }) => name).sort()).toEqual(Object.keys(golden.json.tensors).sort());
  for (const tensor of statistics.tensors) {
    const expected = golden.json.tensors[tensor.name];
    if (expected === undefined) throw new Error(`${tensor.name} has no golden figures`);
    if (NOISE_NAME.test(tensor.name)) expectNoise(tensor);
    else expectTensor(tensor, expected, golden);
  }
}

function expectNoise({ name, gradGeneral, gradDomain }: TensorStatistics): void {
  const largest = [...gradGeneral, ...gradDomain].reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  expect(largest, name).toBeLessThan(NOISE_GRADIENT);
}

function expectTensor(tensor: TensorStatistics, expected: GoldenTensor, golden: Golden): void {
  const { name, shape, gradGeneral, gradDomain } = tensor;
  const rows = [
    ['fisher_general', tensor.fisherGeneral, expected.fisher_general_mb4.samples],
    ['fisher_domain', tensor.fisherDomain, expected.fisher_domain_mb4.samples],
    ['grad_general', gradGeneral, expected.grad_general.samples],
    ['grad_domain', gradDomain, expected.grad_domain.samples],
    ['alignment', elementwiseAlignment(gradGeneral, gradDomain, shape), expected.alignment.samples],
  ] as const;
  for (const [kind, ours, samples] of rows) {
    const difference = golden.sampled
      ? relativeDifference(sampled(ours, samples), samples)
      : relativeDifference(ours, golden.array(kind, name));
    expect(difference, `${kind} of ${name}`).toBeLessThan(STATISTIC);
  }
  expect(Math.abs(tensor.tensorAlignment - expected.tensor_alignment), `alignment of ${name}`).toBeLessThan(STATISTIC);
  expect(tensor.conflictRate, `conflict rate of ${name}`).toBeCloseTo(expected.conflict_rate, 12);
}

export function expectSingles({ statistics, golden }: Measured): void {
  const { json } = golden;
  expectClose(statistics.losses.fisherGeneral, json.losses.fisher_general_mb1);
  expectClose(statistics.losses.fisherDomain, json.losses.fisher_domain_mb1);
  for (const { name, fisherGeneral, fisherDomain } of statistics.tensors) {
    const expected = json.tensors[name];
    if (expected === undefined || NOISE_NAME.test(name)) continue;
    for (const [ours, figures] of [
      [fisherGeneral, expected.fisher_general_mb1],
      [fisherDomain, expected.fisher_domain_mb1],
    ] as const) {
      expect(relativeDifference(sampled(ours, figures.samples), figures.samples), `samples of ${name}`).toBeLessThan(STATISTIC);
      expect(Math.abs(norm(ours) / figures.l2 - 1), `norm of ${name}`).toBeLessThan(STATISTIC);
    }
  }
}

/** Losses, gradients, and what follows from them, where a sample is a micro-batch and a half of the only pair. */
export function expectFirstRecords({ statistics }: Measured, { general, domain }: FirstRecords): void {
  const { losses, tensors } = statistics;
  for (const { fisher, alignment, expected } of [
    { fisher: losses.fisherGeneral, alignment: losses.alignmentGeneral, expected: general.loss },
    { fisher: losses.fisherDomain, alignment: losses.alignmentDomain, expected: domain.loss },
  ]) {
    expectClose(fisher, [expected]);
    expectClose(alignment, [expected]);
  }
  expect(tensors.map(({ name }) => name).sort()).toEqual(Object.keys(general.gradients).sort());
  for (const tensor of tensors) {
    if (NOISE_NAME.test(tensor.name)) expectNoise(tensor);
    else {
      expectFirstRecord(tensor.name, tensor.gradGeneral, tensor.fisherGeneral, general);
      expectFirstRecord(tensor.name, tensor.gradDomain, tensor.fisherDomain, domain);
    }
  }
}

/** What another device measured of the same records: the two round differently, as far as the golden figures allow. */
export function expectSame({ statistics }: Measured, other: Measured): void {
  const { losses, tensors } = other.statistics;
  for (const phase of Object.keys(losses) as (keyof typeof losses)[]) {
    expectClose(
      statistics.losses[phase],
      losses[phase].map(({ loss }) => loss),
    );
  }
  expect(statistics.tensors.map(({ name }) => name)).toEqual(tensors.map(({ name }) => name));
  statistics.tensors.forEach((tensor, i) => {
    const { name } = tensor;
    const expected = tensors[i];
    if (expected === undefined || NOISE_NAME.test(name)) return;
    for (const kind of ['fisherGeneral', 'fisherDomain', 'gradGeneral', 'gradDomain'] as const) {
      expect(relativeDifference(tensor[kind], expected[kind]), `${kind} of ${name}`).toBeLessThan(STATISTIC);
    }
  });
}

function expectFirstRecord(name: string, gradient: Float32Array, fisher: Float32Array, { gradients }: FirstRecords['general']): void {
  const { samples = [], l2 = NaN } = gradients[name] ?? {};
  expect(relativeDifference(goldenSamples(gradient), samples), `gradient of ${name}`).toBeLessThan(STATISTIC);
  expect(Math.abs(norm(gradient) / l2 - 1), `norm of the gradient of ${name}`).toBeLessThan(STATISTIC);
  const squares = samples.map((value) => value ** 2 + FISHER_FLOOR);
  expect(relativeDifference(goldenSamples(fisher), squares), `Fisher information of ${name}`).toBeLessThan(STATISTIC);
}

/** The elements that the golden files list: 64 of a large array, all of a small one. */
function sampled(ours: Float32Array, samples: readonly number[]): ArrayLike<number> {
  return ours.length === samples.length ? ours : goldenSamples(ours);
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
}

const keyOf = ({ score_postproc, layers }: GoldenMask): string => `${score_postproc} ${layers}`;

/** DAI of every candidate, and every mask of the golden files: exact totals, intersection over union. */
export function expectMasks({ model, statistics, golden }: Measured): void {
  const pruner = new Pruner(model, statistics.tensors);
  const { table } = pruner.plan(scoringSettings.parse({}), maskSettings.parse({ layers: ['all'] }));
  for (const { name, scores } of table.tensors) {
    const samples = golden.json.tensors[name]?.dai?.samples ?? [];
    const difference = golden.sampled
      ? relativeDifference(sampled(scores, samples), samples)
      : relativeDifference(scores, golden.array('dai', name));
    expect(difference, `DAI of ${name}`).toBeLessThan(IMPORTANCE);
  }
  // Rows with the same scores one after another, so that they are made once.
  const rows = [...golden.json.masks].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  for (const row of rows) {
    const scoring = scoringSettings.parse({ postprocessing: row.score_postproc });
    const mask = maskSettings.parse({ layers: [row.layers], budget: row.budget, sparsity: row.sparsity });
    const scored = pruner.plan(scoring, mask);
    const label = `${row.layers} ${row.budget} ${row.sparsity} ${row.score_postproc}`;
    expect([scored.plan.total, scored.plan.zeros], label).toEqual([row.total, row.zeros]);
    const stored = !golden.sampled && row.sparsity === 0.5 && row.score_postproc === 'none';
    if (!stored || (row.layers !== 'mlp' && row.layers !== 'all')) continue;
    let both = 0;
    let either = 0;
    for (const [name, bits] of pruner.masks(scored)) {
      const expected = golden.mask(row.layers, row.budget, name);
      bits.forEach((bit, i) => {
        both += bit & (expected[i] ?? 0);
        either += bit | (expected[i] ?? 0);
      });
    }
    expect(both / either, `IoU of ${label}`).toBeGreaterThanOrEqual(0.999);
  }
}
