import { beforeAll, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { lost, lostAfter } from '../../../tests/support/lost-after';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import type { Statistics } from '../gaprune/statistics';
import type { Device } from '../runtime/device';
import { DeviceMemoryError } from '../runtime/errors';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';
import type { Incident } from './incident';
import { outliveDevice } from './outlive';

const input = smallAnalysis(openFixture('tiny-bert'), 3, { fisherBatchSize: 1 });
const hooks = { now: () => performance.now() };

async function run(losses: readonly number[], fail = lost) {
  const incidents: Incident[] = [];
  const opened: Device[] = [];
  const left = [...losses];
  const open = async (kind: Device['kind']): Promise<Device> => {
    const reads = left.shift();
    const device = kind === 'wasm' ? await createNodeDevice('wasm') : await lostAfter(reads ?? Infinity, fail);
    opened.push(device);
    return device;
  };
  const work = (device: Device) => analyze(device, input, hooks);
  const { result } = await outliveDevice(open, 'webgpu', work, (incident) => incidents.push(incident));
  return { statistics: result, incidents, opened };
}

/** Reads and runs of the whole analysis. */
let uses = 0;
let undisturbed: Statistics;
beforeAll(async () => {
  const device = await createNodeDevice('wasm');
  const [readAll, createSession] = [device.readAll.bind(device), device.createSession.bind(device)];
  device.readAll = (buffers) => {
    uses += 1;
    return readAll(buffers);
  };
  device.createSession = async (model, options) => {
    const session = await createSession(model, options);
    const run = session.run.bind(session);
    session.run = (inputs) => {
      uses += 1;
      return run(inputs);
    };
    return session;
  };
  undisturbed = await analyze(device, input, hooks);
});

it('gives the statistics of an undisturbed analysis, wherever the device is lost', async () => {
  for (const at of [0, 1, Math.floor(uses / 2), uses - 1]) {
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
