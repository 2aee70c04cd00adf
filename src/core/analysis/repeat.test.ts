import * as ort from 'onnxruntime-web';
import { describe, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { describeRepeats } from '../../../tests/support/repeat-suite';
import { createNodeDevice } from '../runtime/node';
import { OrtRuntime } from '../runtime/ort';
import { WasmDevice } from '../runtime/wasm-device';

const openModel = () => Promise.resolve(openFixture('tiny-bert'));

describeRepeats(
  'wasm with one thread',
  () => {
    ort.env.wasm.numThreads = 1;
    return Promise.resolve(new WasmDevice(new OrtRuntime(ort), 1));
  },
  openModel,
);

const native = await createNodeDevice('cpu').catch(() => null);
if (native === null) describe('five analyses on the processor', () => it.skip('onnxruntime-node does not run here'));
else describeRepeats(native.name, () => Promise.resolve(native), openModel);
