import { type AnalysisInput, analyze } from '../../../src/core/analysis/analyze';
import type { Device } from '../../../src/core/runtime/device';
import { type Figure, atMost } from '../figure';
import { miniLm, tinyBert } from '../models';
import { shortAnalysis } from '../short-analysis';
import { interleaved } from '../timing';

/** The same device with every kernel left out: what is left is onnxruntime's part of a step. */
function withoutKernels(device: Device): Device {
  return new Proxy(device, {
    get(target, key) {
      if (key === 'dispatch') return () => undefined;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** An analysis with our kernels against one without them. */
export const accumulation: Figure = {
  name: 'accumulation',
  async measure({ root, device: kind, open }) {
    const model = kind === 'wasm' ? miniLm(root) : tinyBert(root);
    const input: AnalysisInput = shortAnalysis(model, 16, { maxLength: 32, batchSize: 4, fisherBatchSize: 2 });
    const device = await open();
    const bare = withoutKernels(device);
    const run = (on: Device) => analyze(on, input, { now: () => 0 });
    const { whole, without } = await interleaved({ whole: () => run(device), without: () => run(bare) }, 3);
    const note = `${model.name}: ${whole.toFixed(0)} ms with our kernels, ${without.toFixed(0)} ms without, on ${device.name}`;
    device.destroy();
    return [
      {
        figure: `our kernels' share of an analysis, ${kind}`,
        target: atMost(10, ' %'),
        value: (100 * (whole - without)) / whole,
        unit: ' %',
        note,
      },
    ];
  },
};
