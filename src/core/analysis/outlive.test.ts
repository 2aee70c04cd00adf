import { beforeAll, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import type { Statistics } from '../gaprune/statistics';
import type { Device, DeviceBuffer } from '../runtime/device';
import { DeviceLostError, DeviceMemoryError } from '../runtime/errors';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';
import type { Incident } from './incident';
import { outliveDevice } from './outlive';

const input = smallAnalysis(openFixture('tiny-bert'), 3, { fisherBatchSize: 1 });
const hooks = { now: () => performance.now() };

/** A device that is lost at the given number of reads: every later one fails as well. What it computes is real. */
async function losable(reads: number, fail: () => Error): Promise<Device> {
  const device = await createNodeDevice('wasm');
  let left = reads;
  const read: Device['read'] = (buffer) => (left-- > 0 ? device.read(buffer) : Promise.reject(fail()));
  const lossy = new Map<string | symbol, unknown>([
    ['read', read],
    ['readAll', (buffers: readonly DeviceBuffer[]) => Promise.all(buffers.map(read))],
  ]);
  return new Proxy(device, {
    get: (target, key) => {
      if (key === 'kind') return 'webgpu';
      const value: unknown = lossy.get(key) ?? Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

const lost = (): Error => new DeviceLostError('The graphics device was lost.');

async function run(losses: readonly number[], fail = lost) {
  const incidents: Incident[] = [];
  const opened: Device[] = [];
  const left = [...losses];
  const open = async (kind: Device['kind']): Promise<Device> => {
    const reads = left.shift();
    const device = kind === 'wasm' ? await createNodeDevice('wasm') : await losable(reads ?? Infinity, fail);
    opened.push(device);
    return device;
  };
  const work = (device: Device) => analyze(device, input, hooks);
  const { result } = await outliveDevice(open, 'webgpu', work, (incident) => incidents.push(incident));
  return { statistics: result, incidents, opened };
}

let undisturbed: Statistics;
let reads = 0;
beforeAll(async () => {
  const device = await createNodeDevice('wasm');
  const read = device.read.bind(device);
  device.read = (buffer) => {
    reads += 1;
    return read(buffer);
  };
  undisturbed = await analyze(device, input, hooks);
});

it('gives the statistics of an undisturbed analysis, wherever the device is lost', async () => {
  for (const at of [0, 1, Math.floor(reads / 2), reads - 1]) {
    const { statistics, incidents } = await run([at]);
    expect(incidents).toEqual(['device-renewed']);
    expect(statistics).toEqual(undisturbed);
  }
});

it('takes the processor after a second loss, and does not ask for a third device', async () => {
  const { statistics, incidents, opened } = await run([2, 5]);
  expect(incidents).toEqual(['device-renewed', 'processor-instead']);
  expect(opened.map(({ kind }) => kind)).toEqual(['webgpu', 'webgpu', 'wasm']);
  expect(statistics).toEqual(undisturbed);
});

it('hands on what is no loss', async () => {
  const full = () => new DeviceMemoryError('The graphics device cannot hold another 4 MiB.');
  await expect(run([3], full)).rejects.toThrow(DeviceMemoryError);
});
