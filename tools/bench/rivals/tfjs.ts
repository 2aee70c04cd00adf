import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { INPUT, WEIGHTS, loss, values } from './transformer';

/** What tfjs computes on. */
type Backend = { readonly wasmThreads: number } | { readonly gpu: GPUDevice };

async function choose(backend: Backend): Promise<void> {
  if ('gpu' in backend) {
    // It registers itself in a browser alone.
    tf.registerBackend('webgpu', () => new WebGPUBackend(backend.gpu));
    await tf.setBackend('webgpu');
    return;
  }
  setWasmPaths(`${join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')), '../wasm-out')}/`);
  setThreadsCount(backend.wasmThreads);
  await tf.setBackend('wasm');
}

/** One gradient step of tfjs. */
export async function tfjsStep(backend: Backend): Promise<() => Promise<number>> {
  await choose(backend);
  const make = (shape: number[], seed: number): tf.Tensor => tf.tensor(values(shape, seed), shape);
  const weights = WEIGHTS.map(make);
  const input = make(INPUT, WEIGHTS.length);
  const step = tf.valueAndGrads((...parameters: tf.Tensor[]) =>
    tf.reshape<tf.Rank.R0>(
      loss<tf.Tensor>(
        {
          matMul: (a, b) => tf.matMul(a, b),
          add: (a, b) => tf.add(a, b),
          scale: (x, factor) => tf.mul(x, factor),
          relu: (x) => tf.relu(x),
          softmax: (x) => tf.softmax(x),
          standardize: (x) => {
            const { mean, variance } = tf.moments(x, -1, true);
            return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5)));
          },
          reshape: (x, shape) => tf.reshape(x, shape),
          transpose: (x, permutation) => tf.transpose(x, permutation),
          meanSquare: (x) => tf.mean(tf.square(x)),
        },
        parameters,
        input,
      ),
      [],
    ),
  );
  return async () => {
    const { value, grads } = step(weights);
    const [number = NaN] = await value.data();
    for (const gradient of grads) await gradient.data();
    tf.dispose([value, ...grads]);
    return number;
  };
}
