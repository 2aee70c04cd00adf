import type { TokenisedTriplet } from '../data/batches';
import { liveNodes } from '../ir/emit';
import { peakBytes } from '../ir/peak-bytes';
import type { Parameter } from '../model/parameter';
import type { Device } from '../runtime/device';
import { sizeOf } from '../tensor';
import { type Compared, type Deviation, compare, deviationsOf } from './deviations';
import { DeviceDisagreementError } from './errors';
import { type GradientStep, gradientGraph } from './gradient-program';
import { Gradients } from './gradients';
import type { PreparedRecords } from './prepared-records';
import type { RunningSums } from './running-sums';
import { type GradientInput, pick, textBatches, tokensOf } from './text-batches';
import { DeviceWeights } from './weights-on-device';

/** Operations of one gradient on the processor that a check may take: some ten seconds. Larger micro-batches are cut. */
const OPERATIONS = 3e11;
/** Operations per weight and token: forward, and twice as many back. */
const PER_WEIGHT = 6;
const SHORTEST = 16;
/** What a check may take of wasm's 4 GiB: onnxruntime does not get over running out of them. */
const REFERENCE_BYTES = 3 * 2 ** 30;
/** Micro-batches that are tried, where those before gave nothing finite. */
const TRIES = 3;

interface Batches {
  readonly general: readonly TokenisedTriplet[];
  readonly domain: readonly TokenisedTriplet[];
}

export interface DeviceCheck {
  readonly input: GradientInput;
  readonly prepared: PreparedRecords;
  /** The weights that this pass measures. */
  readonly parameters: readonly Parameter[];
  readonly gradients: Gradients;
  readonly weights: DeviceWeights;
  /** Empty before and after. They are those that the analysis goes on with: nothing else is checked than what is used. */
  readonly sums: RunningSums;
  /** Waited for before each gradient: throws where the work is to end. */
  readonly between: () => Promise<void>;
}

/**
 * Run the first micro-batch of both sets on a device and on the processor, and compare losses, and the gradient and its squares of every
 * weight as the device has added them up.
 *
 * @param open gives the processor
 * @returns the largest difference; null when nothing could be compared: the model is too large for the processor, or nothing finite came out
 * @throws DeviceDisagreementError beyond the tolerance, and what `between` throws
 */
export async function checkDevice(device: Device, open: () => Promise<Device>, check: DeviceCheck): Promise<Deviation | null> {
  const tries = batchesToTry(check);
  const [first] = tries;
  if (first === undefined || referenceBytes(first, check) > REFERENCE_BYTES) return null;
  const reference = await open();
  const { input, parameters } = check;
  const wanted = new Set(parameters.map(({ initializer }) => initializer));
  const gradients = new Gradients(reference, input, { wanted, wholeTables: true });
  const weights = await DeviceWeights.upload(reference, input.model);
  try {
    for (const batches of tries) {
      const compared = await compareBatches(reference, batches, check, (records) => gradients.of(records, weights));
      check.sums.clear();
      if (compared === null) continue;
      const deviations = deviationsOf(compared);
      const beyond = deviations.filter(({ isBeyond }) => isBeyond);
      if (beyond.length > 0) throw new DeviceDisagreementError(device.name, reference.name, beyond, parameters.length);
      return deviations[0] ?? null;
    }
    return null;
  } finally {
    await gradients.release();
    weights.free();
    reference.destroy();
  }
}

const SETS = ['general', 'domain'] as const;
const SUMS = { general: ['fisherGeneral', 'gradGeneral'], domain: ['fisherDomain', 'gradDomain'] } as const;
/** A loss below this says nothing: what is to be told apart is far apart already. */
const LEAST_LOSS = 1e-4;

/** Null when the processor finds nothing finite in the batches, or nothing to learn: that says nothing of the device. */
async function compareBatches(
  reference: Device,
  batches: Batches,
  { sums, parameters, gradients, weights, between }: DeviceCheck,
  expectedOf: (records: readonly TokenisedTriplet[]) => Promise<GradientStep>,
): Promise<Compared[] | null> {
  const numbers = { general: [...batches.general.keys()], domain: [...batches.domain.keys()] };
  await between();
  const general = await gradients.of(batches.general, weights);
  await between();
  const measured = { general, domain: await gradients.of(batches.domain, weights) };
  const { losses } = await sums.add({ ...numbers, fisher: true, alignment: true }, measured);
  for (const set of SETS) measured[set].release();
  const compared: Compared[] = [];
  for (const set of SETS) {
    await between();
    const expected = await expectedOf(batches[set]);
    const loss = await reference.read(expected.loss);
    if (!((loss[0] ?? NaN) > LEAST_LOSS)) return null;
    compared.push(compare('the loss', `${set} set`, Float32Array.of(losses[set] ?? NaN), loss, (x) => x));
    const [squares, total] = SUMS[set];
    for (const { name, initializer } of parameters) {
      const gradient = expected.gradients.get(initializer);
      if (gradient === undefined) continue;
      const values = (await reference.read(gradient.buffer)).subarray(0, gradient.size);
      compared.push(compare(name, `Fisher information, ${set} set`, await sums.read(squares, initializer), values, (x) => x * x));
      compared.push(compare(name, `gradient, ${set} set`, await sums.read(total, initializer), values, (x) => x));
    }
    expected.release();
  }
  return compared.every(({ norm }) => Number.isFinite(norm)) ? compared : null;
}

/** The first micro-batches of both sets, cut where they would take long on the processor. */
function batchesToTry({ input, prepared: { records, schedule } }: DeviceCheck): Batches[] {
  const perToken = PER_WEIGHT * input.model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const firstOf = (set: (typeof SETS)[number]): TokenisedTriplet[][] =>
    schedule.phases
      .flatMap(({ steps }) => steps.flatMap((step) => (step[set] === null ? [] : [step[set]])))
      .slice(0, TRIES)
      .map((numbers) => cut(pick(records[set], numbers), OPERATIONS / perToken, input));
  const domain = firstOf('domain');
  return firstOf('general').flatMap((general, i) => {
    const other = domain[i];
    return other === undefined ? [] : [{ general, domain: other }];
  });
}

/** A micro-batch of at most so many tokens, as far as two records of a few tokens allow. */
function cut(records: readonly TokenisedTriplet[], tokens: number, input: GradientInput): TokenisedTriplet[] {
  if (tokensOf(textBatches(input, records)) <= tokens) return [...records];
  const few = records.slice(0, 2);
  if (tokensOf(textBatches(input, few)) <= tokens) return few;
  const length = Math.max(SHORTEST, Math.floor(tokens / (3 * few.length)));
  return few.map(({ query, positive, negative }) => ({
    query: query.subarray(0, length),
    positive: positive.subarray(0, length),
    negative: negative?.subarray(0, length) ?? null,
  }));
}

/** What one gradient takes on the processor: all weights, the gradients of some, and what lies between. */
function referenceBytes({ general }: Batches, { input, parameters }: DeviceCheck): number {
  const { model, settings } = input;
  const wanted = new Set(parameters.map(({ initializer }) => initializer));
  const objective = { scale: settings.scale, textsPerRecord: general[0]?.negative === null ? (2 as const) : (3 as const) };
  const { builder, loss, outputs } = gradientGraph(model, textBatches(input, general), objective, wanted);
  const weights = (of: readonly Parameter[]): number => of.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
  return weights(model.parameters) + weights(parameters) + peakBytes(liveNodes(builder, [loss, ...outputs]), new Set(outputs));
}
