import { fetchModel } from '../support/fetch-model';
import { describeNotFinite } from '../support/not-finite-suite';
import { createBrowserDevice, createBrowserRuntime } from '../../src/core/runtime/browser';

describeNotFinite('WebGPU', createBrowserDevice(createBrowserRuntime(), 'webgpu'), () => fetchModel('tiny-bert'));
