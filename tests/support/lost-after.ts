import type { Device, Session } from '../../src/core/runtime/device';
import { DeviceLostError } from '../../src/core/runtime/errors';
import { createNodeDevice } from '../../src/core/runtime/node';

export const lost = (): Error => new DeviceLostError('The graphics device was lost.');

/** A device that fails at the given number of reads or runs, and ever after. What it computes is real; it says that it is a graphics device. */
export async function lostAfter(uses: number, fail: () => Error = lost): Promise<Device> {
  const device = await createNodeDevice('wasm');
  let left = uses;
  const used = <T>(work: () => Promise<T>): Promise<T> => (left-- > 0 ? work() : Promise.reject(fail()));
  const lossy: Partial<Device> = {
    kind: 'webgpu',
    read: (buffer) => used(() => device.read(buffer)),
    readAll: (buffers) => used(() => device.readAll(buffers)),
    createSession: async (model, options) => {
      const session = await device.createSession(model, options);
      return { run: (inputs) => used(() => session.run(inputs)), release: () => session.release() } satisfies Session;
    },
  };
  return new Proxy(device, {
    get: (target, key) => {
      const value: unknown = Reflect.get(key in lossy ? lossy : target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
