import * as ort from 'onnxruntime-web/webgpu';
import type { Device } from './device';
import { OrtRuntime } from './ort';
import { WasmDevice } from './wasm-device';
import { WebGpuDevice, requestGpu } from './webgpu-device';

/** Where the studio serves onnxruntime's wasm files (see vite.config.ts). */
const ORT_FILES = '/ort/';
const MAX_THREADS = 8;

/** Threads need shared memory, which a page has only when it is cross-origin isolated. */
export function availableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1) : 1;
}

/** onnxruntime-web in a browser worker. Make one per worker: it holds the lock over all runs. */
export function createBrowserRuntime(): OrtRuntime {
  ort.env.wasm.wasmPaths = ORT_FILES;
  ort.env.wasm.numThreads = availableThreads();
  ort.env.logLevel = 'error';
  return new OrtRuntime(ort);
}

export async function createBrowserDevice(runtime: OrtRuntime, kind: 'webgpu' | 'wasm'): Promise<Device> {
  if (kind === 'wasm') return new WasmDevice(runtime, availableThreads());
  // Browsers without WebGPU have no navigator.gpu, whatever the types say.
  const { device, name } = await requestGpu((navigator as { readonly gpu?: GPU }).gpu);
  return new WebGpuDevice(runtime, device, name);
}
