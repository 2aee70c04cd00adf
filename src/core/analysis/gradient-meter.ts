import type { GradientProduct } from '../gaprune/alignment';
import { MAX_PRODUCT_GROUPS, NO_ROW, PRODUCT_FIELDS, foldProducts, productGroups, products, productsOfRows } from '../kernels/products';
import { TALLY_FIELDS, countBroken, tally } from '../kernels/tally';
import type { Parameter } from '../model/parameter';
import { wholeOf } from '../model/table-parts';
import type { Device, DeviceBuffer } from '../runtime/device';
import { sizeOf } from '../tensor';
import type { GradientStep } from './gradient-program';
import { pairRows } from './row-groups';
import type { StepGradient } from './table-gradient';

/** What is known of the gradient of one set in a step: its loss, and whether it and every element of the gradient are finite. */
export interface Verdict {
  readonly loss: number;
  readonly finite: boolean;
}

/** What a step counts for. */
export interface Counted {
  readonly fisherGeneral: boolean;
  readonly fisherDomain: boolean;
  readonly pair: boolean;
}

/** Running figures of one weight, over the steps that counted. */
export interface Tally {
  /** Σ‖g‖² over the micro-batches of the Fisher information. */
  readonly squareGeneral: number;
  readonly squareDomain: number;
  /** Pairs in which neither gradient was zero, and those of them in which the two point apart (section 6). */
  readonly seen: number;
  readonly conflicts: number;
}

/**
 * Measures gradients on the device. Four numbers come back per step: its losses, and how many elements of its gradients are not finite.
 * The running figures of all weights stay there until they are asked for.
 */
export class GradientMeter {
  /** Which rows of two gradients belong together, per table. */
  private readonly pairs = new Map<string, DeviceBuffer>();

  private constructor(
    private readonly device: Device,
    /** Where the partial results of each part lie. */
    private readonly places: ReadonlyMap<string, { readonly first: number; readonly groups: number }>,
    /** Initializers of the weights: parts of one table have one slot together. */
    private readonly slots: readonly string[],
    private readonly buffers: Readonly<Record<'partials' | 'groups' | 'results' | 'broken' | 'tallies', DeviceBuffer>>,
  ) {}

  static async create(device: Device, parameters: readonly Parameter[]): Promise<GradientMeter> {
    const slots = [...new Set(parameters.map((parameter) => wholeOf(parameter).initializer))];
    const groups = slots.map(() => 0);
    const places = new Map<string, { first: number; groups: number }>();
    for (const parameter of parameters) {
      const slot = slots.indexOf(wholeOf(parameter).initializer);
      const parts = parameters.filter((other) => wholeOf(other) === wholeOf(parameter)).length;
      const own = Math.max(1, Math.min(productGroups(sizeOf(parameter.shape)), Math.floor(MAX_PRODUCT_GROUPS / parts)));
      places.set(parameter.initializer, { first: slot * MAX_PRODUCT_GROUPS + (groups[slot] ?? 0), groups: own });
      groups[slot] = (groups[slot] ?? 0) + own;
    }
    const count = slots.length;
    return new GradientMeter(device, places, slots, {
      partials: await device.allocate(count * MAX_PRODUCT_GROUPS * PRODUCT_FIELDS),
      groups: await device.upload(Uint32Array.from(groups)),
      results: await device.allocate(count * PRODUCT_FIELDS),
      broken: await device.allocate(2),
      tallies: await device.allocate(count * TALLY_FIELDS),
    });
  }

  /** Measure the gradients of a step, of one set or of both. */
  async check(
    general: GradientStep | null,
    domain: GradientStep | null,
  ): Promise<{ readonly general: Verdict | null; readonly domain: Verdict | null }> {
    const [a, b] = [general ?? domain, domain ?? general];
    if (a === null || b === null) return { general: null, domain: null };
    for (const [name, gradient] of a.gradients) {
      const other = b.gradients.get(name);
      if (other !== undefined) await this.measure(name, gradient, other);
    }
    this.fold();
    this.device.dispatch(countBroken, this.buffers, { slots: this.slots.length });
    const [broken, lossA, lossB] = await this.device.readAll([this.buffers.broken, a.loss, b.loss]);
    const verdict = (loss = NaN, count = NaN): Verdict => ({ loss, finite: count === 0 && Number.isFinite(loss) });
    return {
      general: general === null ? null : verdict(lossA?.[0], broken?.[0]),
      domain: domain === null ? null : verdict(lossB?.[0], broken?.[1]),
    };
  }

  /** Add what was measured last to the running figures. */
  count({ fisherGeneral, fisherDomain, pair }: Counted): void {
    const flags = { a: Number(fisherGeneral), b: Number(fisherDomain), pair: Number(pair) };
    this.device.dispatch(tally, this.buffers, { slots: this.slots.length, ...flags });
  }

  /** By initializer name. */
  async tallies(): Promise<Map<string, Tally>> {
    const values = await this.device.read(this.buffers.tallies);
    return this.bySlot(values, TALLY_FIELDS, ([squareGeneral = 0, squareDomain = 0, seen = 0, conflicts = 0]) => ({
      ...{ squareGeneral, squareDomain, seen, conflicts },
    }));
  }

  /** The running figures as they lie on the device, and back. */
  readTallies(): Promise<Float32Array> {
    return this.device.read(this.buffers.tallies);
  }

  writeTallies(values: Float32Array): void {
    this.device.write(this.buffers.tallies, values);
  }

  clear(): void {
    this.device.clear(this.buffers.tallies);
  }

  /** Norms and inner products of two sets of sums, by initializer name. */
  async compare(
    general: ReadonlyMap<string, DeviceBuffer>,
    domain: ReadonlyMap<string, DeviceBuffer>,
  ): Promise<Map<string, GradientProduct>> {
    for (const [name, a] of general) {
      const b = domain.get(name);
      if (b !== undefined) await this.measure(name, whole(a), whole(b));
    }
    this.fold();
    const values = await this.device.read(this.buffers.results);
    return this.bySlot(values, PRODUCT_FIELDS, ([squareA = NaN, squareB = NaN, dot = NaN]) => ({
      ...{ dot, normGeneral: Math.sqrt(squareA), normDomain: Math.sqrt(squareB) },
    }));
  }

  free(): void {
    for (const buffer of [...Object.values<DeviceBuffer>(this.buffers), ...this.pairs.values()]) this.device.free(buffer);
  }

  private async measure(name: string, a: StepGradient, b: StepGradient): Promise<void> {
    const place = this.places.get(name);
    if (place === undefined) return;
    const { partials } = this.buffers;
    if (a.rows === null || b.rows === null || a === b) {
      this.device.dispatch(products, { a: a.buffer, b: b.buffer, partials }, { size: a.size, ...place });
      return;
    }
    const rows = pairRows(a.rows.indices, b.rows.indices, NO_ROW);
    const pairs = await this.pairsBuffer(name, 2 * (a.rows.capacity + b.rows.capacity));
    this.device.write(pairs, rows);
    const uniforms = { count: rows.length / 2, width: a.rows.width, ...place };
    this.device.dispatch(productsOfRows, { a: a.buffer, b: b.buffer, pairs, partials }, uniforms);
  }

  private fold(): void {
    this.device.dispatch(foldProducts, this.buffers, { slots: this.slots.length });
  }

  private async pairsBuffer(name: string, size: number): Promise<DeviceBuffer> {
    const known = this.pairs.get(name);
    if (known !== undefined && known.size >= size) return known;
    if (known !== undefined) this.device.free(known);
    const buffer = await this.device.allocate(size);
    this.pairs.set(name, buffer);
    return buffer;
  }

  private bySlot<T>(values: Float32Array, fields: number, of: (values: Float32Array) => T): Map<string, T> {
    return new Map(this.slots.map((name, slot) => [name, of(values.subarray(slot * fields, (slot + 1) * fields))]));
  }
}

const whole = (buffer: DeviceBuffer): StepGradient => ({ buffer, size: buffer.size, rows: null });
