import { accumulate } from '../kernels/accumulate';
import { accumulateRows, accumulateSquaredRows } from '../kernels/accumulate-rows';
import { accumulateSquares } from '../kernels/accumulate-squares';
import type { Parameter } from '../model/parameter';
import type { Device, DeviceBuffer } from '../runtime/device';
import { RuntimeError } from '../runtime/errors';
import { sizeOf } from '../tensor';
import type { GradientStep } from './gradient-program';

/** One running sum per weight, on the device. */
export class Accumulator {
  private constructor(
    private readonly device: Device,
    /** The sums by initializer name, whole. */
    readonly totals: ReadonlyMap<string, DeviceBuffer>,
  ) {}

  static async create(device: Device, parameters: readonly Parameter[]): Promise<Accumulator> {
    const totals = new Map<string, DeviceBuffer>();
    for (const { initializer, shape } of parameters) totals.set(initializer, await device.allocate(sizeOf(shape)));
    return new Accumulator(device, totals);
  }

  /** total += g */
  add(step: GradientStep): void {
    this.each(step, accumulate, accumulateRows);
  }

  /** total += g ⊙ g */
  addSquares(step: GradientStep): void {
    this.each(step, accumulateSquares, accumulateSquaredRows);
  }

  read(name: string): Promise<Float32Array> {
    return this.device.read(this.total(name));
  }

  write(name: string, values: Float32Array): void {
    this.device.write(this.total(name), values);
  }

  clear(): void {
    for (const total of this.totals.values()) this.device.clear(total);
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

  private each({ gradients }: GradientStep, whole: typeof accumulate, byRows: typeof accumulateRows): void {
    for (const [name, { buffer, size, rows }] of gradients) {
      const total = this.total(name);
      if (rows === null) this.device.dispatch(whole, { gradient: buffer, total }, { size });
      else this.device.dispatch(byRows, { rows: buffer, targets: rows.targets, total }, { count: rows.indices.length, width: rows.width });
    }
  }

  private total(name: string): DeviceBuffer {
    const total = this.totals.get(name);
    if (total === undefined) throw new RuntimeError('A gradient belongs to no weight.', name);
    return total;
  }
}
