import { gradientProduct, tensorAlignment } from '../gaprune/alignment';
import { type AnalysisLosses, type BatchLoss, FISHER_FLOOR, type NotFinite, type TensorStatistics } from '../gaprune/statistics';
import type { Parameter } from '../model/parameter';
import { wholeOf } from '../model/table-parts';
import { toPyTorchLayout } from '../model/weight-values';
import type { Device } from '../runtime/device';
import { RuntimeError } from '../runtime/errors';
import { Accumulator } from './accumulators';
import { NoUsableBatchError } from './errors';
import { type Counted, GradientMeter, type Verdict } from './gradient-meter';
import type { GradientStep } from './gradient-program';
import { LeftOut, type LeftOutEntry } from './left-out';
import type { Step, StepPhase } from './schedule';

/** What an analysis has counted so far: plain data. With the raw sums and the tallies it is all that the steps to come need to know. */
export interface Counts {
  /** Steps done, of all phases together. */
  position: number;
  /** Records whose gradients are in the Fisher sums. */
  samplesGeneral: number;
  samplesDomain: number;
  /** Pairs whose gradients are in the sums of gradients. */
  pairs: number;
  readonly losses: { readonly [K in keyof AnalysisLosses]: BatchLoss[] };
}

/** Everything that the steps to come need to know of those that were: with it an analysis goes on in another process, bit for bit. */
export interface SumsState {
  readonly counts: Counts;
  readonly leftOut: readonly LeftOutEntry[];
  /** Raw sums as `quantity/initializer`, and the tallies. */
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

const TALLIES = 'tallies';

/** The gradients of a step, where it has them. */
export interface StepGradients {
  readonly general: GradientStep | null;
  readonly domain: GradientStep | null;
}

/** What became of a step. Nothing of it was added when a set's loss or gradient is not finite. */
export interface Outcome {
  /** Null for a set that the step has no gradient of. */
  readonly losses: Readonly<Record<NotFinite['set'], number | null>>;
  readonly notFinite: readonly NotFinite['set'][];
}

const NO_PAIR = 'There is no pair of a general and a domain batch to compare: give more records, or a smaller batch size.';

const SETS = ['general', 'domain'] as const;
const QUANTITIES = ['fisherGeneral', 'fisherDomain', 'gradGeneral', 'gradDomain'] as const;
type Quantity = (typeof QUANTITIES)[number];

const noCounts = (): Counts => ({
  position: 0,
  samplesGeneral: 0,
  samplesDomain: 0,
  pairs: 0,
  losses: { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] },
});

/** The sums of an analysis on a device: raw, not divided by anything until the end. */
export class RunningSums {
  readonly counts = noCounts();

  private constructor(
    private readonly parameters: readonly Parameter[],
    private readonly sums: Readonly<Record<Quantity, Accumulator>>,
    readonly meter: GradientMeter,
    /** What was found not to be finite, here and in the weights of other passes. */
    readonly leftOut: LeftOut,
  ) {}

  /** @param leftOut what is known not to be finite */
  static async create(device: Device, parameters: readonly Parameter[], leftOut = new LeftOut()): Promise<RunningSums> {
    const made: { free(): void }[] = [];
    const keep = async <T extends { free(): void }>(making: Promise<T>): Promise<T> => {
      const resource = await making;
      made.push(resource);
      return resource;
    };
    const sum = (): Promise<Accumulator> => keep(Accumulator.create(device, parameters));
    try {
      const meter = await keep(GradientMeter.create(device, parameters));
      const sums = { fisherGeneral: await sum(), fisherDomain: await sum(), gradGeneral: await sum(), gradDomain: await sum() };
      return new RunningSums(parameters, sums, meter, leftOut);
    } catch (cause) {
      for (const resource of made) resource.free();
      throw cause;
    }
  }

  /** What is left of the next step, without what was found not to be finite. */
  remaining(step: Step): Step {
    return this.leftOut.from(step, this.counts.position);
  }

  /**
   * Add a step to everything it counts for, unless a loss or a gradient of it is not finite: then nothing is added, and it is to be tried
   * again with less. A gradient counts for the Fisher information when its loss is above 0.
   * @param gradients of what is left of the step
   * @throws DeviceLostError before anything is counted
   */
  async add(step: Step, { general, domain }: StepGradients): Promise<Outcome> {
    const { counts, sums } = this;
    const left = this.remaining(step);
    const verdict = await this.meter.check(general, domain);
    const losses = { general: verdict.general?.loss ?? null, domain: verdict.domain?.loss ?? null };
    const notFinite = SETS.filter((set) => verdict[set]?.finite === false);
    if (notFinite.length > 0) return { losses, notFinite };
    const isUsable = (of: Verdict | null): boolean => step.fisher && of !== null && of.loss > 0;
    const counted: Counted = {
      fisherGeneral: isUsable(verdict.general),
      fisherDomain: isUsable(verdict.domain),
      pair: step.alignment && verdict.general !== null && verdict.domain !== null,
    };
    if (general !== null && counted.fisherGeneral) sums.fisherGeneral.addSquares(general);
    if (domain !== null && counted.fisherDomain) sums.fisherDomain.addSquares(domain);
    if (general !== null && domain !== null && counted.pair) {
      sums.gradGeneral.add(general);
      sums.gradDomain.add(domain);
    }
    this.meter.count(counted);
    const line = (set: NotFinite['set'], isCounted: boolean): BatchLoss[] => {
      const records = left[set] ?? step[set];
      return records === null ? [] : [{ loss: verdict[set]?.loss ?? NaN, samples: records.length, counted: isCounted }];
    };
    if (step.fisher) {
      counts.losses.fisherGeneral.push(...line('general', counted.fisherGeneral));
      counts.losses.fisherDomain.push(...line('domain', counted.fisherDomain));
    }
    if (step.alignment) {
      counts.losses.alignmentGeneral.push(...line('general', counted.pair));
      counts.losses.alignmentDomain.push(...line('domain', counted.pair));
    }
    if (counted.fisherGeneral) counts.samplesGeneral += left.general?.length ?? 0;
    if (counted.fisherDomain) counts.samplesDomain += left.domain?.length ?? 0;
    if (counted.pair) counts.pairs += 1;
    counts.position += 1;
    return { losses, notFinite };
  }

  /** Whether a gradient and its loss are finite; nothing is added. */
  async isFinite(gradient: GradientStep): Promise<boolean> {
    const { general } = await this.meter.check(gradient, null);
    return general?.finite === true;
  }

  /** The alignment of the sums so far, by initializer name. */
  async alignments(): Promise<Map<string, number>> {
    const measured = await this.meter.compare(this.sums.gradGeneral.totals, this.sums.gradDomain.totals);
    return new Map([...measured].map(([name, product]) => [name, tensorAlignment(product)]));
  }

  /** Whether a phase that is over gave anything. @throws NoUsableBatchError */
  requireUsable(phase: StepPhase): void {
    const { samplesGeneral, samplesDomain, pairs } = this.counts;
    const none = 'No micro-batch gave a finite, positive loss and a finite gradient.';
    if (samplesGeneral === 0) throw new NoUsableBatchError(none, 'fisher-general');
    if (samplesDomain === 0 && phase !== 'fisher-general') throw new NoUsableBatchError(none, 'fisher-domain');
    if (pairs === 0 && (phase === 'together' || phase === 'alignment')) throw new NoUsableBatchError(NO_PAIR, 'alignment');
  }

  /** One raw sum, in the file's layout. @throws DeviceLostError */
  async read(quantity: Quantity, initializer: string): Promise<Float32Array> {
    const sums: Float32Array[] = [];
    for (const part of this.partsOf(initializer)) sums.push(await this.sums[quantity].read(part.initializer));
    return joined(sums);
  }

  /** A weight as the device holds it: a table that does not fit into one buffer is several. */
  private partsOf(initializer: string): Parameter[] {
    return this.parameters.filter((part) => wholeOf(part).initializer === initializer);
  }

  /** Begin anew: nothing is counted, nothing is known. */
  clear(): void {
    Object.assign(this.counts, noCounts());
    this.meter.clear();
    for (const quantity of QUANTITIES) this.sums[quantity].clear();
  }

  /** The state between two steps. @throws DeviceLostError */
  async save(): Promise<SumsState> {
    const arrays = new Map([[TALLIES, await this.meter.readTallies()]]);
    for (const quantity of QUANTITIES) {
      for (const { initializer } of this.parameters) arrays.set(`${quantity}/${initializer}`, await this.sums[quantity].read(initializer));
    }
    return { counts: structuredClone(this.counts), leftOut: [...this.leftOut.all()], arrays };
  }

  /** Go on from a state: what was here is replaced. */
  restore({ counts, leftOut, arrays }: SumsState): void {
    Object.assign(this.counts, structuredClone(counts));
    for (const entry of leftOut) this.leftOut.add(entry);
    this.meter.writeTallies(arrayOf(arrays, TALLIES));
    for (const quantity of QUANTITIES) {
      for (const { initializer } of this.parameters) this.sums[quantity].write(initializer, arrayOf(arrays, `${quantity}/${initializer}`));
    }
  }

  /** Divide by what was counted and bring everything to the host; the sums are freed. @throws NoUsableBatchError */
  async finish(): Promise<TensorStatistics[]> {
    const { samplesGeneral, samplesDomain, pairs } = this.counts;
    if (pairs === 0) throw new NoUsableBatchError(NO_PAIR, 'alignment');
    const tallies = await this.meter.tallies();
    const statistics: TensorStatistics[] = [];
    for (const parameter of new Set(this.parameters.map(wholeOf))) {
      const { name, shape, initializer } = parameter;
      const parts = this.partsOf(initializer);
      const take = async (quantity: Quantity, finish: (x: number) => number): Promise<Float32Array> => {
        const sums: Float32Array[] = [];
        for (const part of parts) sums.push(await this.sums[quantity].take(part.initializer));
        return toPyTorchLayout(parameter, joined(sums).map(finish));
      };
      const mean = (samples: number) => (x: number) => x / samples + FISHER_FLOOR;
      const gradGeneral = await take('gradGeneral', (x) => x / pairs);
      const gradDomain = await take('gradDomain', (x) => x / pairs);
      const { seen = 0, conflicts = 0 } = tallies.get(initializer) ?? {};
      statistics.push({
        ...{ name, shape, gradGeneral, gradDomain },
        fisherGeneral: await take('fisherGeneral', mean(samplesGeneral)),
        fisherDomain: await take('fisherDomain', mean(samplesDomain)),
        tensorAlignment: tensorAlignment(gradientProduct(gradGeneral, gradDomain)),
        conflictRate: seen === 0 ? 0 : conflicts / seen,
        comparedPairs: seen,
      });
    }
    return statistics;
  }

  free(): void {
    this.meter.free();
    for (const quantity of QUANTITIES) this.sums[quantity].free();
  }
}

/** The rows of a table whose parts follow each other. */
function joined(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function arrayOf(arrays: SumsState['arrays'], name: string): Float32Array {
  const array = arrays.get(name);
  if (array === undefined) throw new RuntimeError('A checkpoint lacks a sum.', name);
  return array;
}
