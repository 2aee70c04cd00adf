import { type Array as JaxArray, defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { INPUT, WEIGHTS, loss, values } from './transformer';

/** One gradient step of jax-js, compiled as a whole. Its functions take their arguments away: `ref` keeps them. */
export async function jaxStep(device: 'wasm' | 'webgpu'): Promise<() => Promise<number>> {
  const found = await init(device);
  if (!found.includes(device)) throw new Error(`jax-js has no ${device} here.`);
  defaultDevice(device);
  const make = (shape: number[], seed: number): JaxArray => np.array(values(shape, seed)).reshape(shape);
  const weights = WEIGHTS.map(make);
  const input = make(INPUT, WEIGHTS.length);
  const step = jit(
    valueAndGrad((parameters: JaxArray[], x: JaxArray) =>
      loss<JaxArray>(
        {
          matMul: (a, b) => np.matmul(a.ref, b.ref),
          add: (a, b) => a.ref.add(b.ref),
          scale: (a, factor) => a.ref.mul(factor),
          relu: (a) => nn.relu(a.ref),
          softmax: (a) => nn.softmax(a.ref),
          standardize: (a) => nn.standardize(a.ref),
          reshape: (a, shape) => a.ref.reshape(shape),
          transpose: (a, permutation) => np.transpose(a.ref, permutation),
          meanSquare: (a) => np.mean(np.square(a.ref)),
        },
        parameters,
        x,
      ),
    ),
  );
  return async () => {
    const [value, gradients] = step(tree.ref(weights), input.ref);
    // Its work is done when the data are there.
    await value.ref.blockUntilReady();
    const number = Number(await value.jsAsync());
    for (const gradient of gradients) await gradient.blockUntilReady();
    tree.dispose(gradients);
    return number;
  };
}
