import { beforeAll, describe, expect, it } from 'vitest';
import { type Fault, faultyDevice, faultyRuntime } from '../support/faulty-device';
import { fetchModel } from '../support/fetch-model';
import { smallAnalysis } from '../support/small-analysis';
import type { Statistics } from '../../src/core/gaprune/statistics';
import { createBrowserDevice } from '../../src/core/runtime/browser';
import { type AnalysisHooks, type AnalysisInput, analyze } from '../../src/core/analysis/analyze';
import { DeviceDisagreementError } from '../../src/core/analysis/errors';

let input: AnalysisInput;
beforeAll(async () => {
  input = smallAnalysis(await fetchModel('tiny-bert'), 2, { fisherBatchSize: 1, maxLength: 8 });
});

const reference = () => createBrowserDevice(faultyRuntime, 'wasm');

async function run(
  fault: Fault,
  hooks: Partial<AnalysisHooks> = {},
  settings: Partial<AnalysisInput['settings']> = {},
): Promise<Statistics> {
  const device = await faultyDevice(fault);
  const checked = { ...input, settings: { ...input.settings, ...settings } };
  return analyze(device, checked, { now: () => 0, reference, ...hooks }).finally(() => device.destroy());
}

describe('a WebGPU device', { timeout: 120_000 }, () => {
  it('that computes as wasm does passes, and its sums are as they are without the check', async () => {
    const phases = new Set<string>();
    let unchecked = 0;
    const statistics = await run({}, { onProgress: ({ phase }) => phases.add(phase), onUnchecked: () => unchecked++ });
    expect([[...phases].slice(0, 2), unchecked]).toEqual([['prepare', 'check'], 0]);
    expect(await run({}, {}, { deviceCheck: false })).toEqual(statistics);
  });

  // A thousandth too much, in the WGSL of one kernel or in one gradient that the graph gives.
  it.each<readonly [string, Fault]>([
    ['squares', { kernel: ['accumulate-squares', 'g * g', '1.001 * g * g'] }],
    ['sums of gradients', { kernel: ['accumulate', '+= gradient[i]', '+= 1.001 * gradient[i]'] }],
    ['squares of rows', { kernel: ['accumulate-squared-rows', '+= g * g', '+= 1.001 * g * g'] }],
    ['sums of rows', { kernel: ['accumulate-rows', '] += g;', '] += 1.001 * g;'] }],
    ['looked-up rows', { kernel: ['scatter-rows', 'sum += rows', 'sum += 1.001 * rows'] }],
    ['the first gradient', { output: 1 }],
    ['the fifth gradient', { output: 5 }],
  ])('that computes %s wrongly by 1e-3 is found out, and the analysis stops', async (_, fault) => {
    const phases = new Set<string>();
    const stopped = run(fault, { onProgress: ({ phase }) => phases.add(phase) });
    await expect(stopped).rejects.toThrow(DeviceDisagreementError);
    await expect(stopped).rejects.toThrow(
      /^WebGPU, .* computes the first micro-batch otherwise than wasm, \d+ threads?: \d+ of \d+ weights/,
    );
    await expect(stopped).rejects.toThrow(/ by 0\.\d+ %.*Choose the processor \(wasm\)/);
    expect([...phases]).toEqual(['prepare', 'check']);
  });

  it('is not checked where the settings say so', async () => {
    const asked: string[] = [];
    const open = (): ReturnType<typeof reference> => {
      asked.push('asked');
      return reference();
    };
    await run({ kernel: ['accumulate-squares', 'g * g', '1.001 * g * g'] }, { reference: open }, { deviceCheck: false });
    expect(asked).toEqual([]);
  });
});
