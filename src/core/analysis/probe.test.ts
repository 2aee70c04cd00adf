import { expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { createNodeDevice } from '../runtime/node';
import { planAnalysis } from './plan';
import { estimateTime } from './probe';
import { prepareRecords } from './prepared-records';

const limits = { bindingBytes: 2 ** 30 };

/** A clock that ticks once whenever it is asked: making a session and the first gradient take one tick, and so does the second gradient. */
function ticks(): () => number {
  let at = 0;
  return () => at++;
}

it('expects every gradient to take what a second one took, by its tokens', async () => {
  const input = smallAnalysis(openFixture('tiny-bert'), 4, { fisherBatchSize: 1 });
  const prepared = prepareRecords(input);
  const plan = planAnalysis(input.model, prepared, limits, null);
  const device = await createNodeDevice('wasm');
  const expected = await estimateTime(device, input, prepared, plan, ticks());
  const left = device.allocatedBytes;
  device.destroy();
  expect(expected).toBeGreaterThan(1);
  expect(expected).toBeLessThanOrEqual(plan.gradients);
  expect(left).toBe(0);
});

it('expects a plan of two passes to take twice as long', async () => {
  const input = smallAnalysis(openFixture('tiny-bert'), 4, { fisherBatchSize: 1 });
  const prepared = prepareRecords(input);
  const one = planAnalysis(input.model, prepared, limits, null);
  const two = planAnalysis(input.model, prepared, limits, 0.8 * one.memory.total);
  const device = await createNodeDevice('wasm');
  const [once, twice] = [
    await estimateTime(device, input, prepared, one, ticks()),
    await estimateTime(device, input, prepared, two, ticks()),
  ];
  device.destroy();
  expect(twice / once).toBeCloseTo(two.passes.length, 10);
});
