import * as ort from 'onnxruntime-web';
import { openDawn, openDawnDevice } from '../../../src/core/runtime/node';
import { OrtRuntime } from '../../../src/core/runtime/ort';
import { WasmDevice } from '../../../src/core/runtime/wasm-device';
import { requestGpu } from '../../../src/core/runtime/webgpu-device';
import { interleaved } from '../timing';
import { jaxStep } from './jax';
import { ourStep } from './ours';
import { tfjsStep } from './tfjs';

/**
 * `main.ts DEVICE ROUNDS` prints the least milliseconds of each library as JSON. A process of its own: onnxruntime keeps the number of threads
 * it was first given, and jax-js has no more than one in Node. On WebGPU each library has a device of its own, of the same adapter.
 */
const [device, rounds] = [process.argv[2] === 'webgpu' ? 'webgpu' : 'wasm', Number(process.argv[3])] as const;
const gpu = device === 'webgpu' ? await openDawn() : null;
const jax = await jaxStep(device);
// jax-js compiles at its first run, and must not find the Worker that onnxruntime defines in Node: it would take it for a browser's.
await jax();
ort.env.wasm.numThreads = 1;
const ours = await ourStep(gpu === null ? new WasmDevice(new OrtRuntime(ort), 1) : await openDawnDevice(gpu));
const tfjs = await tfjsStep(gpu === null ? { wasmThreads: 1 } : { gpu: (await requestGpu(navigator.gpu)).device });
const steps = { ours, jax, tfjs };
const losses = [await steps.ours(), await steps.jax(), await steps.tfjs()];
const [expected = NaN] = losses;
if (!losses.every((loss) => Math.abs(loss - expected) < 1e-4 * Math.abs(expected))) throw new Error(`The losses differ: ${losses}.`);
process.stdout.write(JSON.stringify(await interleaved(steps, rounds)));
process.exit();
