import type { Device, DeviceBuffer, DeviceInput, HostInput, SessionInputs } from '../runtime/device';

/** Memory on the device for the inputs of one session that change with every batch: made once, written for each batch. */
export class InputBuffers {
  private readonly buffers = new Map<string, DeviceBuffer>();

  constructor(private readonly device: Device) {}

  /** Conditions stay on the host: a device has no type for them. */
  async put(inputs: ReadonlyMap<string, HostInput>): Promise<SessionInputs> {
    const host = new Map<string, HostInput>();
    const device = new Map<string, DeviceInput>();
    for (const [name, input] of inputs) {
      const { type, shape, data } = input;
      if ((type !== 'float32' && type !== 'int32') || !(data instanceof Float32Array || data instanceof Int32Array)) {
        host.set(name, input);
        continue;
      }
      const buffer = this.buffers.get(name) ?? (await this.device.allocate(data.length));
      this.buffers.set(name, buffer);
      this.device.write(buffer, data);
      device.set(name, { type, shape, buffer });
    }
    return { host, device };
  }

  free(): void {
    for (const buffer of this.buffers.values()) this.device.free(buffer);
  }
}
