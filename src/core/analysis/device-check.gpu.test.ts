import { beforeAll, describe, expect, it } from 'vitest';
import { faultyDevice, faultyRuntime } from '../../../tests/support/faulty-device';
import { fetchModel } from '../../../tests/support/fetch-model';
import { smallAnalysis } from '../../../tests/support/small-analysis';
import { createBrowserDevice } from '../runtime/browser';
import { type AnalysisInput, analyze } from './analyze';
import { DeviceDisagreementError } from './errors';

let input: AnalysisInput;
beforeAll(async () => {
  input = smallAnalysis(await fetchModel('tiny-bert'), 2, { fisherBatchSize: 1, maxLength: 8 });
});

// Every kernel and several gradients with a fault: tests/faults/device-check.gpu.test.ts.
describe('a WebGPU device', () => {
  it('that computes squares wrongly by 1e-3 is found out before anything is counted', async () => {
    const device = await faultyDevice({ kernel: ['accumulate-squares', 'g * g', '1.001 * g * g'] });
    const phases = new Set<string>();
    const hooks = {
      ...{ now: () => 0, onProgress: ({ phase }: { readonly phase: string }) => phases.add(phase) },
      reference: () => createBrowserDevice(faultyRuntime, 'wasm'),
    };
    await expect(analyze(device, input, hooks).finally(() => device.destroy())).rejects.toThrow(DeviceDisagreementError);
    expect([...phases]).toEqual(['prepare', 'check']);
  });
});
