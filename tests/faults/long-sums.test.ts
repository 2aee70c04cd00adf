import { expect, it } from 'vitest';
import { Gradients } from '../../src/core/analysis/gradients';
import { prepareRecords } from '../../src/core/analysis/prepared-records';
import { RunningSums } from '../../src/core/analysis/running-sums';
import { pick } from '../../src/core/analysis/text-batches';
import { DeviceWeights } from '../../src/core/analysis/weights-on-device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { sizeOf } from '../../src/core/tensor';
import { relativeDifference } from '../support/golden-figures';
import { openFixture } from '../support/models';
import { smallAnalysis } from '../support/small-analysis';

const RECORDS = 5000;
const WITHIN = 1e-4;

/** Float32 sums as an analysis makes them, beside sums of the same gradients in float64. */
it(`sums over ${RECORDS} records of a real model stay within ${WITHIN} of float64`, { timeout: 3_600_000 }, async () => {
  const device = await createNodeDevice('wasm');
  const input = smallAnalysis(openFixture('tiny-bert'), RECORDS, { batchSize: 2, fisherBatchSize: 1, maxSamples: 2 * RECORDS });
  const { model } = input;
  const { records, schedule } = prepareRecords(input);
  const gradients = new Gradients(device, input, { wholeTables: true });
  const weights = await DeviceWeights.upload(device, model);
  const sums = await RunningSums.create(device, model.parameters);
  const exact = new Map(
    model.parameters.map(({ initializer, shape }) => [
      initializer,
      { squares: new Float64Array(sizeOf(shape)), sum: new Float64Array(sizeOf(shape)) },
    ]),
  );
  const steps = schedule.phases.flatMap((phase) => phase.steps);
  for (const step of steps) {
    const of = async (set: 'general' | 'domain') => {
      const chosen = step[set];
      return chosen === null ? null : gradients.of(pick(records[set], chosen), weights);
    };
    const general = await of('general');
    const domain = await of('domain');
    expect((await sums.add(step, { general, domain })).notFinite).toEqual([]);
    for (const [name, { buffer, size }] of general?.gradients ?? []) {
      const values = await device.read(buffer);
      const { squares, sum } = exact.get(name)!;
      for (let i = 0; i < size; i++) {
        const g = values[i]!;
        if (step.fisher) squares[i]! += g * g;
        if (step.alignment) sum[i]! += g;
      }
    }
    general?.release();
    domain?.release();
  }
  expect(sums.counts).toMatchObject({ samplesGeneral: RECORDS, pairs: RECORDS });
  const worst = { squares: 0, sum: 0 };
  for (const { initializer, name } of model.parameters) {
    const { squares, sum } = exact.get(initializer)!;
    worst.squares = Math.max(worst.squares, relativeDifference(await sums.read('fisherGeneral', initializer), squares));
    const signed = relativeDifference(await sums.read('gradGeneral', initializer), sum);
    worst.sum = Math.max(worst.sum, signed);
    expect(signed, name).toBeLessThan(WITHIN);
  }
  console.log(`largest relative difference of norms: squares ${worst.squares.toExponential(1)}, signed sums ${worst.sum.toExponential(1)}`);
  expect(worst.squares).toBeLessThan(WITHIN);
  device.destroy();
});
