import type { Gradient } from '../autodiff/reverse';
import { accumulate } from '../kernels/accumulate';
import { scatterRows } from '../kernels/scatter-rows';
import type { Device, DeviceBuffer } from '../runtime/device';
import { sizeOf } from '../tensor';
import { groupRows, positionsAmong, union } from './row-groups';

/** The gradient of one weight, on the device: all of it in the file's layout, or the rows of a table that were looked up. */
export interface StepGradient {
  readonly buffer: DeviceBuffer;
  /** Numbers of `buffer` that belong to the gradient. */
  readonly size: number;
  /** Null when the gradient is whole. */
  readonly rows: TableRows | null;
}

/** Which rows of a table a gradient holds, one after another; all others are zero. */
export interface TableRows {
  readonly width: number;
  /** Ascending, on the host and on the device. */
  readonly indices: Uint32Array;
  readonly targets: DeviceBuffer;
  /** The most rows there can be. */
  readonly capacity: number;
}

interface Lookup {
  readonly targets: DeviceBuffer;
  readonly offsets: DeviceBuffer;
  readonly order: DeviceBuffer;
}

/** What the gradient of a table comes from: the rows of each lookup and what was looked up, and the dense part, if there is one. */
export interface TableParts {
  readonly dense: DeviceBuffer | null;
  readonly lookups: readonly { readonly indices: Int32Array; readonly rows: DeviceBuffer }[];
}

/**
 * The memory for the gradient of a looked-up table, made once and used for every batch: the rows that a batch touched, or the whole
 * table where that is asked for or the table is in a product too.
 */
export class TableGradient {
  private constructor(
    private readonly device: Device,
    private readonly shape: readonly number[],
    private readonly whole: boolean,
    private readonly values: DeviceBuffer,
    private readonly targets: DeviceBuffer,
    private readonly lookups: readonly Lookup[],
    private readonly capacity: number,
  ) {}

  static async create(device: Device, shape: readonly number[], { dense, rows }: Gradient, wholeTables: boolean): Promise<TableGradient> {
    const [tableRows = 0] = shape;
    const whole = wholeTables || dense !== null;
    const counts = rows.map(({ indices }) => sizeOf(indices.shape));
    const looked = Math.min(
      tableRows,
      counts.reduce((sum, count) => sum + count, 0),
    );
    const capacity = whole ? tableRows : looked;
    const lookups: Lookup[] = [];
    for (const count of counts) {
      const [targets, offsets, order] = [await device.allocate(count), await device.allocate(count + 1), await device.allocate(count)];
      lookups.push({ targets, offsets, order });
    }
    const width = sizeOf(shape.slice(1));
    return new TableGradient(
      device,
      shape,
      whole,
      await device.allocate(capacity * width),
      await device.allocate(looked),
      lookups,
      capacity,
    );
  }

  /** Put the parts together; what was there before is overwritten. */
  gather({ dense, lookups }: TableParts): StepGradient {
    const { device, values } = this;
    const [tableRows = 0] = this.shape;
    const width = sizeOf(this.shape.slice(1));
    const groups = lookups.map(({ indices }) => groupRows(indices, tableRows));
    const indices = this.whole ? null : union(groups.map(({ targets }) => targets));
    if (indices !== null) device.write(this.targets, indices);
    groups.forEach(({ targets, offsets, order }, i) => {
      const buffers = this.lookups[i];
      if (buffers === undefined) return;
      device.write(buffers.targets, indices === null ? targets : positionsAmong(targets, indices));
      device.write(buffers.offsets, offsets);
      device.write(buffers.order, order);
    });
    device.clear(values);
    const size = (indices?.length ?? tableRows) * width;
    if (dense !== null) device.dispatch(accumulate, { gradient: dense, total: values }, { size });
    lookups.forEach(({ rows }, i) => {
      const buffers = this.lookups[i];
      const count = groups[i]?.targets.length ?? 0;
      if (buffers !== undefined) device.dispatch(scatterRows, { rows, ...buffers, table: values }, { count, width });
    });
    const rows = indices === null ? null : { width, indices, targets: this.targets, capacity: this.capacity };
    return { buffer: values, size, rows };
  }

  free(): void {
    for (const buffer of [this.values, this.targets, ...this.lookups.flatMap(({ targets, offsets, order }) => [targets, offsets, order])]) {
      this.device.free(buffer);
    }
  }
}
