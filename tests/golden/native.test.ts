import { createProcessorDevice } from '../../src/core/runtime/node';
import { describeWholeSets } from './whole-sets';

/** onnxruntime-node is optional: where it is not installed, or has no build for the machine, this is wasm again. */
const device = await createProcessorDevice();

for (const name of ['tiny-bert', 'tiny-qwen3', 'all-MiniLM-L6-v2'] as const) {
  describeWholeSets(name, device.name, device);
}
