import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { poisoned } from '../../../tests/support/poison';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import type { Kernel } from '../kernels/kernel';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { type AnalysisInput, analyze } from './analyze';
import { DeviceDisagreementError } from './errors';

const input = smallAnalysis(openFixture('tiny-bert'), 3, { fisherBatchSize: 1, maxLength: 8 });

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());

/** The processor under the name of a graphics card, with another twin of the kernel of this name. */
function card(name = '', twin: Kernel['cpu'] = () => undefined): Device {
  return new Proxy(device, {
    get: (target, key) => {
      if (key === 'kind') return 'webgpu';
      if (key === 'name') return 'WebGPU, a card';
      if (key === 'dispatch') {
        const dispatch: Device['dispatch'] = (kernel, buffers, uniforms) =>
          target.dispatch(kernel.name === name ? { ...kernel, cpu: twin } : kernel, buffers, uniforms);
        return dispatch;
      }
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function run(on: Device, of: AnalysisInput = input) {
  let [opened, unchecked] = [0, 0];
  const reference = (): Promise<Device> => {
    opened += 1;
    return createNodeDevice('wasm');
  };
  const statistics = await analyze(on, of, { now: () => 0, reference, onUnchecked: () => (unchecked += 1) });
  return { statistics, opened, unchecked };
}

describe('the check of a device', () => {
  it('leaves nothing behind: the statistics are those of an analysis without it', async () => {
    const { statistics, opened, unchecked } = await run(card());
    expect([opened, unchecked]).toEqual([1, 0]);
    expect(statistics).toEqual((await run(device)).statistics);
  });

  it('is there for WebGPU alone, and not where the settings say so', async () => {
    expect((await run(device)).opened).toBe(0);
    expect((await run(card(), { ...input, settings: { ...input.settings, deviceCheck: false } })).opened).toBe(0);
  });

  it('stops the analysis with the weights that differ, by how much, on what, and what to do', async () => {
    const squares: Kernel['cpu'] = ({ gradient = new Float32Array(), total = new Float32Array() }, _, { size = 0 }) => {
      for (let i = 0; i < size; i++) total[i]! += 1.001 * gradient[i]! ** 2;
    };
    const stopped = run(card('accumulate-squares', squares));
    await expect(stopped).rejects.toThrow(DeviceDisagreementError);
    await expect(stopped).rejects.toThrow(
      /^WebGPU, a card computes the first micro-batch otherwise than wasm, \d threads?: \d+ of \d+ weights differ by more than 0\.05 %, most of all \S+ \(Fisher information, (general|domain) set\) by 0\.1 %, .*stopped before anything was counted\. Choose the processor \(wasm\)/,
    );
  });

  it('finds a kernel that does nothing, or gives nothing finite', async () => {
    await expect(run(card('accumulate'))).rejects.toThrow(/\(gradient, general set\) by 100 %/);
    const broken: Kernel['cpu'] = ({ table }) => table?.fill(NaN);
    await expect(run(card('scatter-rows', broken))).rejects.toThrow(DeviceDisagreementError);
  });

  it('takes the next micro-batch where the first gives nothing finite on either', async () => {
    const bad = poisoned({ ...input, model: openFixture('tiny-bert') }, 'general', 0, 3e38);
    const { statistics, unchecked } = await run(card(), bad);
    expect([unchecked, statistics.notFinite]).toEqual([0, [{ set: 'general', records: [0] }]]);
    const wrong: Kernel['cpu'] = ({ rows = new Float32Array(), total = new Float32Array() }, { targets = new Uint32Array() }, uniforms) => {
      const { count = 0, width = 0 } = uniforms;
      for (let i = 0; i < count * width; i++) total[targets[Math.floor(i / width)]! * width + (i % width)]! += 1.001 * rows[i]!;
    };
    await expect(run(card('accumulate-rows', wrong), bad)).rejects.toThrow(DeviceDisagreementError);
  });

  it('says so where nothing could be compared', async () => {
    const one = { ...input, general: { ...input.general, triplets: input.general.triplets.slice(0, 2) } };
    const bad = poisoned({ ...one, model: openFixture('tiny-bert') }, 'general', 0, 3e38);
    const worse = { ...bad, general: { ...bad.general, triplets: [bad.general.triplets[0]!, bad.general.triplets[0]!] } };
    let unchecked = 0;
    const hooks = { now: () => 0, reference: () => createNodeDevice('wasm'), onUnchecked: () => (unchecked += 1) };
    await expect(analyze(card(), worse, hooks)).rejects.toThrow(/No micro-batch gave/);
    expect(unchecked).toBe(1);
  });
});
