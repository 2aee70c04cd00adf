import { describeKernels } from '../../../tests/support/kernel-suite';
import { createBrowserDevice, createBrowserRuntime } from '../runtime/browser';

describeKernels('WebGPU', createBrowserDevice(createBrowserRuntime(), 'webgpu'));
