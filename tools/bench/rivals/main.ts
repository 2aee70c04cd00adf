import * as ort from 'onnxruntime-web';
import { OrtRuntime } from '../../../src/core/runtime/ort';
import { WasmDevice } from '../../../src/core/runtime/wasm-device';
import { interleaved } from '../timing';
import { jaxStep } from './jax';
import { ourStep } from './ours';
import { tfjsStep } from './tfjs';

/**
 * Prints the least milliseconds of each library as JSON, for a number of rounds. A process of its own, with one thread each: jax-js has no
 * more in Node, and onnxruntime keeps the number it was first given.
 */
const rounds = Number(process.argv[2]);
const jax = await jaxStep('wasm');
// jax-js compiles at its first run, and must not find the Worker that onnxruntime defines in Node: it would take it for a browser's.
await jax();
ort.env.wasm.numThreads = 1;
const steps = { ours: await ourStep(new WasmDevice(new OrtRuntime(ort), 1)), jax, tfjs: await tfjsStep(1) };
const losses = [await steps.ours(), await steps.jax(), await steps.tfjs()];
const [expected = NaN] = losses;
if (!losses.every((loss) => Math.abs(loss - expected) < 1e-4 * Math.abs(expected))) throw new Error(`The losses differ: ${losses}.`);
process.stdout.write(JSON.stringify(await interleaved(steps, rounds)));
process.exit();
