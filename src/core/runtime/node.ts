import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { Device } from './device';
import { NoNativeRuntimeError, NoWebGpuError } from './errors';
import { OrtRuntime, type OrtModule } from './ort';
import { WasmDevice, messageOf } from './wasm-device';
import { type OpenGpu, WebGpuDevice, requestGpu } from './webgpu-device';

const MAX_THREADS = 8;

/** Where the command line can compute. */
export type NodeDeviceChoice = 'auto' | 'webgpu' | 'cpu' | 'wasm';

/**
 * A device in Node: WebGPU through Dawn (the optional package `webgpu`), the processor through onnxruntime-node (optional too), or
 * onnxruntime's wasm provider. `auto` takes WebGPU where there is a graphics card, else the processor where onnxruntime-node
 * runs, else wasm: a software adapter is slower than either.
 * @throws NoWebGpuError, NoNativeRuntimeError when what is asked for is not there
 */
export async function createNodeDevice(choice: NodeDeviceChoice): Promise<Device> {
  if (choice === 'wasm') return createNodeWasmDevice();
  if (choice === 'webgpu') return openDawnDevice(await openDawn());
  if (choice === 'cpu') return createNativeDevice();
  const gpu = await openDawn().catch(() => null);
  if (gpu !== null && !gpu.software) return openDawnDevice(gpu);
  gpu?.device.destroy();
  return createProcessorDevice();
}

/** The processor: with onnxruntime-node where it runs, else with wasm. */
export function createProcessorDevice(): Promise<Device> {
  return createNativeDevice().catch(createNodeWasmDevice);
}

async function createNodeWasmDevice(): Promise<Device> {
  const ort: OrtModule = await import('onnxruntime-web');
  const threads = Math.min(MAX_THREADS, availableParallelism());
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return new WasmDevice(new OrtRuntime(ort), threads);
}

async function createNativeDevice(): Promise<Device> {
  const ort: OrtModule = await import('onnxruntime-node').catch((cause: unknown) => {
    throw new NoNativeRuntimeError(messageOf(cause), { cause });
  });
  ort.env.logLevel = 'error';
  return new WasmDevice(new OrtRuntime(ort), availableParallelism(), 'cpu');
}

/** @throws NoWebGpuError without the package `webgpu`, or without an adapter */
export async function openDawn(): Promise<OpenGpu> {
  return requestGpu(await dawn());
}

export async function openDawnDevice({ device, name }: OpenGpu): Promise<Device> {
  const ort: OrtModule = await import('onnxruntime-web/webgpu');
  // In Node this build cannot fetch its wasm file, nor start its threads; the work is on the GPU anyway.
  ort.env.wasm.wasmBinary = readFileSync(createRequire(import.meta.url).resolve('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm'));
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return new WebGpuDevice(new OrtRuntime(ort), device, name);
}

/** Dawn as `navigator.gpu`, where onnxruntime looks for it. */
async function dawn(): Promise<GPU> {
  const { create, globals } = await import('webgpu').catch((cause: unknown) => {
    throw new NoWebGpuError(
      'WebGPU in Node needs the optional package "webgpu", which is not installed here. Use --device wasm.',
      messageOf(cause),
    );
  });
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, hardwareConcurrency: availableParallelism(), userAgent: 'node' },
    configurable: true,
  });
  copySharedWrites();
  return gpu;
}

/** Dawn refuses to write from shared memory, which is what onnxruntime's heap is: hand it a copy. */
function copySharedWrites(): void {
  const prototype = GPUQueue.prototype;
  // Called with its own `this` below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const write = prototype.writeBuffer;
  prototype.writeBuffer = function (buffer, offset, data, dataOffset, size) {
    const shared = ArrayBuffer.isView(data) && data.buffer instanceof SharedArrayBuffer;
    // What is shared is a view here: onnxruntime writes parts of its heap.
    const source: GPUAllowSharedBufferSource = shared
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
      : (data as GPUAllowSharedBufferSource);
    const scale = shared && 'BYTES_PER_ELEMENT' in data && typeof data.BYTES_PER_ELEMENT === 'number' ? data.BYTES_PER_ELEMENT : 1;
    write.call(
      this,
      buffer,
      offset,
      source,
      dataOffset === undefined ? undefined : dataOffset * scale,
      size === undefined ? undefined : size * scale,
    );
  };
}
