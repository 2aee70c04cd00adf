import { env, InferenceSession } from 'onnxruntime-web/webgpu';
import { expect, test } from 'vitest';

test('the page is cross-origin isolated, so that the wasm runtime may have threads', () => {
  expect(crossOriginIsolated).toBe(true);
});

test('WebGPU has an adapter', async () => {
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});

test('ONNX Runtime starts from the files under /ort/', async () => {
  env.wasm.wasmPaths = '/ort/';
  env.wasm.numThreads = 2;
  const noModel = InferenceSession.create(new Uint8Array([1, 2, 3]), { executionProviders: ['wasm'] });
  await expect(noModel).rejects.toThrow(/protobuf/i);
  const loaded = performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname);
  expect(loaded.filter((path) => path.endsWith('.wasm'))).toEqual(['/ort/ort-wasm-simd-threaded.asyncify.wasm']);
});
