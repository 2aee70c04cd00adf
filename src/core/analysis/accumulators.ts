import { accumulate } from '../kernels/accumulate';
import { accumulateSquares } from '../kernels/accumulate-squares';
import { MAX_PRODUCT_GROUPS, PRODUCT_FIELDS, foldProducts, productGroups, products } from '../kernels/products';
import type { Parameter } from '../model/parameter';
import type { Device, DeviceBuffer } from '../runtime/device';
import { RuntimeError } from '../runtime/errors';
import { sizeOf } from '../tensor';
import type { GradientStep } from './gradient-program';

/** Sums of squares and inner product of a weight's two gradients, and the elements that are not finite. */
export interface Products {
  readonly squareA: number;
  readonly squareB: number;
  readonly dot: number;
  readonly notFinite: number;
}

/** One running sum per weight, on the device. */
export class Accumulator {
  private constructor(
    private readonly device: Device,
    /** The sums by initializer name. */
    readonly totals: ReadonlyMap<string, DeviceBuffer>,
  ) {}

  static async create(device: Device, parameters: readonly Parameter[]): Promise<Accumulator> {
    const totals = new Map<string, DeviceBuffer>();
    for (const { initializer, shape } of parameters) totals.set(initializer, await device.allocate(sizeOf(shape)));
    return new Accumulator(device, totals);
  }

  /** total += g */
  add(step: GradientStep): void {
    for (const [name, gradient] of step.gradients)
      this.device.dispatch(accumulate, { gradient, total: this.total(name) }, { size: gradient.size });
  }

  /** total += g ⊙ g */
  addSquares(step: GradientStep): void {
    for (const [name, gradient] of step.gradients) {
      this.device.dispatch(accumulateSquares, { gradient, total: this.total(name) }, { size: gradient.size });
    }
  }

  /** Bring one sum to the host and free it on the device. */
  async take(name: string): Promise<Float32Array> {
    const total = this.total(name);
    const values = await this.device.read(total);
    this.device.free(total);
    return values;
  }

  free(): void {
    for (const total of this.totals.values()) this.device.free(total);
  }

  private total(name: string): DeviceBuffer {
    const total = this.totals.get(name);
    if (total === undefined) throw new RuntimeError('A gradient belongs to no weight.', name);
    return total;
  }
}

/** Computes norms and inner products of gradients on the device; only four numbers per weight come back. */
export class ProductMeter {
  private constructor(
    private readonly device: Device,
    private readonly names: readonly string[],
    private readonly partials: DeviceBuffer,
    private readonly results: DeviceBuffer,
  ) {}

  static async create(device: Device, parameters: readonly Parameter[]): Promise<ProductMeter> {
    const names = parameters.map(({ initializer }) => initializer);
    const partials = await device.allocate(MAX_PRODUCT_GROUPS * PRODUCT_FIELDS);
    return new ProductMeter(device, names, partials, await device.allocate(names.length * PRODUCT_FIELDS));
  }

  /** By initializer name. For the norms of one set of gradients alone, give it twice. */
  async measure(a: GradientStep['gradients'], b: GradientStep['gradients']): Promise<Map<string, Products>> {
    const measured = this.names.filter((name) => a.has(name) && b.has(name));
    measured.forEach((name, slot) => {
      const [ga, gb] = [a.get(name), b.get(name)];
      if (ga === undefined || gb === undefined) return;
      this.device.dispatch(products, { a: ga, b: gb, partials: this.partials }, { size: ga.size });
      this.device.dispatch(foldProducts, { partials: this.partials, results: this.results }, { slot, groups: productGroups(ga.size) });
    });
    const values = await this.device.read(this.results);
    return new Map(
      measured.map((name, slot) => {
        const [squareA = NaN, squareB = NaN, dot = NaN, notFinite = NaN] = values.subarray(
          slot * PRODUCT_FIELDS,
          (slot + 1) * PRODUCT_FIELDS,
        );
        return [name, { squareA, squareB, dot, notFinite }];
      }),
    );
  }

  free(): void {
    this.device.free(this.partials);
    this.device.free(this.results);
  }
}
