import type { Device, DeviceBuffer } from '../runtime/device';

/**
 * Arrays that lie on a device, so that one which is asked for again is not sent again. The least recently used go first when there are more
 * elements than `capacity`. One user at a time: a buffer stays valid until the next call but one of `get`.
 */
export class ArrayCache {
  private readonly buffers = new Map<string, DeviceBuffer>();
  private elements = 0;

  constructor(
    private readonly device: Device,
    private readonly capacity: number,
  ) {}

  /** @param make an array that is not changed afterwards */
  async get(key: string, make: () => Float32Array): Promise<DeviceBuffer> {
    const known = this.buffers.get(key);
    if (known !== undefined) {
      this.buffers.delete(key);
      this.buffers.set(key, known);
      return known;
    }
    const values = make();
    // The newest one stays: a caller may hold it beside the one that it asks for now.
    const newest = [...this.buffers.keys()].at(-1);
    for (const old of this.buffers.keys()) {
      if (this.elements + values.length <= this.capacity || old === newest) break;
      this.drop(old);
    }
    const buffer = await this.device.borrow(values);
    this.buffers.set(key, buffer);
    this.elements += buffer.size;
    return buffer;
  }

  clear(): void {
    for (const key of [...this.buffers.keys()]) this.drop(key);
  }

  private drop(key: string): void {
    const buffer = this.buffers.get(key);
    if (buffer === undefined) return;
    this.device.free(buffer);
    this.buffers.delete(key);
    this.elements -= buffer.size;
  }
}
