import { differentiate } from '../../../src/core/autodiff/reverse';
import { GraphBuilder } from '../../../src/core/ir/builder';
import { emitGraph } from '../../../src/core/ir/emit';
import type { Value } from '../../../src/core/ir/ops';
import { encodeModel } from '../../../src/core/onnx/encode';
import type { Device, DeviceInput } from '../../../src/core/runtime/device';
import { INPUT, WEIGHTS, loss, values } from './transformer';

/** One gradient step of ours: gives the loss, with every gradient on the device. */
export async function ourStep(device: Device): Promise<() => Promise<number>> {
  const b = new GraphBuilder();
  const weights = WEIGHTS.map((shape, at) => b.input(`weight_${at}`, 'float32', shape));
  const input = b.input('input', 'float32', INPUT);
  const ones = b.constant(new Float32Array(INPUT[1] ?? 0).fill(1), [INPUT[1] ?? 0]);
  const zeros = b.constant(new Float32Array(INPUT[1] ?? 0), [INPUT[1] ?? 0]);
  const result = loss<Value>(
    {
      matMul: b.matMul,
      add: b.add,
      scale: (x, factor) => b.mul(x, b.scalar(factor)),
      relu: (x) => b.node('Relu', [x], {}),
      softmax: (x) => b.node('Softmax', [x], { axis: x.shape.length - 1 }),
      standardize: (x) => b.node('LayerNormalization', [x, ones, zeros], { axis: x.shape.length - 1, epsilon: 1e-5 }),
      reshape: b.reshape,
      transpose: b.transpose,
      meanSquare: (x) => b.reshape(b.mean(b.mul(x, x), [0, 1]), []),
    },
    weights,
    input,
  );
  const gradients = [...differentiate(b, result, weights).values()].flatMap(({ dense }) => (dense === null ? [] : [dense]));
  if (gradients.length !== weights.length) throw new Error('A gradient is missing.');
  const session = await device.createSession(encodeModel(emitGraph(b, [result, ...gradients])), {
    deviceOutputs: gradients.map(({ name }) => name),
  });
  const fed = new Map<string, DeviceInput>();
  for (const [at, value] of [...weights, input].entries())
    fed.set(value.name, { type: 'float32', shape: value.shape, buffer: await device.upload(values(value.shape, at)) });
  return async () => {
    const outputs = await session.run({ host: new Map(), device: fed });
    const [number = NaN] = outputs.host(result.name);
    outputs.release();
    return number;
  };
}
