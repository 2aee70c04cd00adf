import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { describeNotFinite } from '../../../tests/support/not-finite-suite';
import { poisoned } from '../../../tests/support/poison';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import type { Device, Session } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';
import { planAnalysis } from './plan';
import { prepareRecords } from './prepared-records';

describeNotFinite('wasm', createNodeDevice('wasm'), () => Promise.resolve(openFixture('tiny-bert')));

describe('what is not finite', () => {
  const hooks = { now: () => 0 };
  let device: Device;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
  });
  afterAll(() => device.destroy());

  it('leaves the same bits in passes over the data, and with gradients made apart', async () => {
    const input = poisoned(smallAnalysis(openFixture('tiny-bert'), 5, { batchSize: 4, fisherBatchSize: 2 }), 'domain', 2, 3e38);
    const whole = await analyze(device, input, hooks);
    expect(whole.notFinite).toEqual([{ set: 'domain', records: [2] }]);
    const changed = (change: Partial<typeof input.settings>) =>
      analyze(device, { ...input, settings: { ...input.settings, ...change } }, hooks);
    const plan = planAnalysis(input.model, prepareRecords(input), device.limits, null);
    const memoryMiB = (0.85 * plan.memory.total) / 2 ** 20;
    expect(planAnalysis(input.model, prepareRecords(input), device.limits, memoryMiB * 2 ** 20).passes.length).toBeGreaterThan(1);
    expect(await changed({ memoryMiB })).toEqual(whole);
    expect(await changed({ separatePasses: true })).toEqual(whole);
  });

  it('is left out with its whole micro-batch where no record is to blame alone, and all of them are named', async () => {
    const input = smallAnalysis(openFixture('tiny-bert'), 4, { batchSize: 4, fisherBatchSize: 2, maxLength: 8 });
    const less = { ...input, general: { ...input.general, triplets: input.general.triplets.slice(2) } };
    // The loss of the first micro-batch of two records, whenever it is made.
    let tries = 0;
    const faulty: Device = new Proxy(device, {
      get: (target, key) => {
        if (key !== 'createSession') {
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        }
        return async (...of: Parameters<Device['createSession']>): Promise<Session> => {
          const session = await target.createSession(...of);
          const [loss = ''] = of[1].deviceOutputs;
          return {
            run: async (inputs) => {
              const outputs = await session.run(inputs);
              const rows = Math.max(
                ...[...inputs.device.values()].filter(({ type }) => type === 'int32').map(({ shape }) => shape[0] ?? 0),
              );
              if (rows === 6 && tries++ === 0) target.write(outputs.buffer(loss), Float32Array.of(NaN));
              return outputs;
            },
            release: () => session.release(),
          };
        };
      },
    });
    const statistics = await analyze(faulty, input, hooks);
    expect(statistics.notFinite).toEqual([{ set: 'general', records: [0, 1] }]);
    const expected = await analyze(device, less, hooks);
    expect(statistics.tensors.map(({ fisherGeneral }) => fisherGeneral)).toEqual(
      expected.tensors.map(({ fisherGeneral }) => fisherGeneral),
    );
  });
});
