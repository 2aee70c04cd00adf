import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisInput, analyze } from '../../src/core/analysis/analyze';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';
import type { Device } from '../../src/core/runtime/device';
import { smallAnalysis } from './small-analysis';

const RUNS = 5;

/** Five analyses, of which every number is the same, to the last bit. */
export function describeRepeats(label: string, open: () => Promise<Device>, openModel: () => Promise<EmbeddingModel>): void {
  describe(`five analyses on ${label}`, { timeout: 300_000 }, () => {
    let device: Device;
    let input: AnalysisInput;
    beforeAll(async () => {
      device = await open();
      input = smallAnalysis(await openModel(), 4, { batchSize: 4, maxLength: 8 });
    });
    afterAll(() => device.destroy());

    it('give the same bits', async () => {
      const first = await analyze(device, input, { now: () => 0 });
      for (let run = 1; run < RUNS; run++) expect(await analyze(device, input, { now: () => 0 }), `run ${run + 1}`).toEqual(first);
    });
  });
}
