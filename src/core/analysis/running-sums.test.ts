import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import type { Parameter } from '../model/parameter';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { sizeOf } from '../tensor';
import type { GradientStep } from './gradient-program';
import { LeftOut } from './left-out';
import { RunningSums } from './running-sums';
import type { Step } from './schedule';

const parameters = openFixture('tiny-bert').parameters.slice(0, 2);
const step: Step = { general: [0], domain: [0], fisher: true, alignment: true };

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());

/** A step whose gradients are one number throughout. */
async function gradient(of: readonly Parameter[], value: number, loss = 1): Promise<GradientStep> {
  const gradients = new Map(
    await Promise.all(
      of.map(async ({ initializer, shape }) => {
        const size = sizeOf(shape);
        return [initializer, { buffer: await device.upload(new Float32Array(size).fill(value)), size, rows: null }] as const;
      }),
    ),
  );
  return { loss: await device.upload(Float32Array.of(loss)), gradients, release: () => undefined };
}

/** Counts one step, of which a set that is not finite is left out. */
async function counted(of: readonly Parameter[], general: number, domain: number, leftOut: LeftOut, loss = 1) {
  const sums = await RunningSums.create(device, of, leftOut);
  for (let tried = 0; sums.counts.position === 0; tried++) {
    const left = sums.remaining(step);
    const { notFinite } = await sums.add(step, {
      general: left.general === null ? null : await gradient(of, general, loss),
      domain: left.domain === null ? null : await gradient(of, domain),
    });
    expect([notFinite.length === 0, sums.counts.position]).toEqual(notFinite.length === 0 ? [true, 1] : [false, 0]);
    for (const set of notFinite) leftOut.add({ set, records: [0], step: null });
    expect(tried).toBeLessThan(2);
  }
  const { samplesGeneral, samplesDomain, pairs, position } = sums.counts;
  sums.free();
  return [samplesGeneral, samplesDomain, pairs, position];
}

it('counts a set whose gradient is finite, and a pair of two of them', async () => {
  expect(await counted(parameters, 1, 2, new LeftOut())).toEqual([1, 1, 1, 1]);
  expect(await counted(parameters, NaN, 2, new LeftOut())).toEqual([0, 1, 0, 1]);
  expect(await counted(parameters, 1, Infinity, new LeftOut())).toEqual([1, 0, 0, 1]);
  // Fisher information asks for a loss above 0, a pair does not.
  expect(await counted(parameters, 1, 2, new LeftOut(), 0)).toEqual([0, 1, 1, 1]);
  expect(await counted(parameters, 1, 2, new LeftOut(), NaN)).toEqual([0, 1, 0, 1]);
});

it('leaves out what is not finite in the weights of another pass', async () => {
  const leftOut = new LeftOut();
  const [first, second] = [parameters.slice(0, 1), parameters.slice(1)];
  expect(await counted(second, 1, NaN, leftOut)).toEqual([1, 0, 0, 1]);
  expect(await counted(first, 1, 2, leftOut)).toEqual([1, 0, 0, 1]);
});
