import { fetchModel } from '../support/fetch-model';
import { describeRepeats } from '../support/repeat-suite';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';

describeRepeats(
  'WebGPU',
  () => createBrowserDevice(createBrowserRuntime(), 'webgpu'),
  () => fetchModel('tiny-bert'),
);
