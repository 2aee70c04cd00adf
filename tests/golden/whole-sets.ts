import { beforeAll, describe, it } from 'vitest';
import type { Device } from '../../src/core/runtime/device';
import { loadGoldenModel } from '../support/golden-model';
import type { GoldenModel } from '../support/golden';
import { type Measured, expectLosses, expectMasks, expectStatistics, measure } from './check-model';

/** The analysis of all records of the golden figures, compared with them. */
export function describeWholeSets(name: GoldenModel, place: string, device: Device): void {
  describe(`${name} on ${place}, against float64`, () => {
    let measured: Measured;
    beforeAll(async () => {
      const { files, golden } = loadGoldenModel(name);
      measured = await measure(device, name, files, golden);
    }, 3_600_000);

    it('losses', () => {
      expectLosses(measured);
    });
    it('Fisher information, gradients and alignment', () => {
      expectStatistics(measured);
    });
    it('importance and masks', { timeout: 300_000 }, () => {
      expectMasks(measured);
    });
  });
}
