import { type AnalysisInput, analyze } from '../../../src/core/analysis/analyze';
import { type Figure, atMost } from '../figure';
import { miniLm, tinyBert } from '../models';
import { shortAnalysis } from '../short-analysis';
import { interleaved } from '../timing';

/** One gradient for Fisher information and alignment against one for each. Sessions are made in both, so records are many. */
export const fused: Figure = {
  name: 'fused',
  async measure({ root, device: kind, open }) {
    const model = kind === 'wasm' ? miniLm(root) : tinyBert(root);
    const input = shortAnalysis(model, 16, { maxLength: 32, batchSize: 4, fisherBatchSize: 2 });
    const device = await open();
    const run = (separatePasses: boolean) => {
      const settings: AnalysisInput['settings'] = { ...input.settings, separatePasses };
      return analyze(device, { ...input, settings }, { now: () => performance.now() });
    };
    const { together, apart } = await interleaved({ together: () => run(false), apart: () => run(true) }, 3);
    const note = `${model.name}, 16 + 16 records: ${together.toFixed(0)} ms against ${apart.toFixed(0)} ms on ${device.name}`;
    device.destroy();
    return [
      { figure: `fused / separate statistics, whole analysis, ${kind}`, target: atMost(0.55), value: together / apart, unit: '', note },
    ];
  },
};
