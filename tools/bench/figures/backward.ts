import { GradientProgram, compileGradients } from '../../../src/core/analysis/gradient-program';
import { DeviceWeights } from '../../../src/core/analysis/weights-on-device';
import { type Figure, atMost } from '../figure';
import { miniLm, tinyBert } from '../models';
import { madeUpBatch } from '../made-up-batch';
import { interleaved } from '../timing';

const OBJECTIVE = { scale: 20, textsPerRecord: 3 } as const;

/** A step with gradients of every weight against one with the gradient of the last weight alone. */
export const backward: Figure = {
  name: 'backward',
  async measure({ root, device: kind, open, samples }) {
    // Software WebGPU is slow: the small model there.
    const model = kind === 'wasm' ? miniLm(root) : tinyBert(root);
    const batch = madeUpBatch(12, 64);
    const device = await open();
    const weights = await DeviceWeights.upload(device, model);
    // A step wants one weight at least: the last one has the shortest way back.
    const last = model.parameters.at(-1)?.initializer ?? '';
    const forward = await GradientProgram.create(device, model, [batch], OBJECTIVE, { wanted: new Set([last]) });
    const both = await GradientProgram.create(device, model, [batch], OBJECTIVE);
    const run = async (program: GradientProgram): Promise<void> => {
      const step = await program.run([batch], weights);
      // What is read is there when all that was asked for before it is done.
      await device.read(step.loss);
      step.release();
    };
    const times = await interleaved({ forward: () => run(forward), both: () => run(both) }, samples);
    const { nodes } = compileGradients(model, [batch], OBJECTIVE).builder;
    const note = `${model.name}, 12 × 64 tokens, ${nodes.length} nodes: ${times.both.toFixed(0)} ms against ${times.forward.toFixed(0)} ms on ${device.name}`;
    device.destroy();
    return [{ figure: `(forward + backward) / forward, ${kind}`, target: atMost(3.3), value: times.both / times.forward, unit: '', note }];
  },
};
