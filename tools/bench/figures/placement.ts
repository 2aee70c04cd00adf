import { compileGradients } from '../../../src/core/analysis/gradient-program';
import { type Figure, type Reading, atMost } from '../figure';
import { openModel } from '../models';

const MODELS = ['tiny-bert', 'tiny-distilbert', 'tiny-qwen3'];

/** The gradient graph of each test model must be accepted by a session that refuses every node outside the GPU. */
export const placement: Figure = {
  name: 'placement',
  async measure({ root, gpu }) {
    const row = { figure: 'gradient graphs with nodes on the CPU provider', target: atMost(0), unit: '' };
    const opened = await gpu();
    if (opened === null)
      return [{ ...row, value: null, note: 'needs --device webgpu; tests/browser/placement.gpu.test.ts checks it' } satisfies Reading];
    let refused = 0;
    for (const name of MODELS) {
      const model = openModel(root, `tests/fixtures/models/${name}`);
      const graph = compileGradients(model, [{ rows: 6, length: 16 }], { scale: 20, textsPerRecord: 3 });
      const { model: bytes, deviceOutputs } = graph;
      const session = await opened.device.createSession(bytes, { deviceOutputs, refuseFallback: true }).catch(() => null);
      if (session === null) refused++;
      else await session.release();
    }
    opened.device.destroy();
    return [{ ...row, value: refused, note: `of ${MODELS.length}, with the CPU fallback disabled` }];
  },
};
