import { defaultClientConditions, type UserConfig } from 'vite';

/**
 * One copy of onnxruntime-web in the page: ours and transformers.js's imports both end at the WebGPU build whose wasm is a
 * separate file (`scripts/vite/ort-files.ts` serves it). The bundled build would make Vite emit the wasm a second time.
 */
export const oneOnnxRuntime = {
  resolve: {
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    alias: [{ find: /^onnxruntime-web$/, replacement: 'onnxruntime-web/webgpu' }],
    dedupe: ['onnxruntime-web', 'onnxruntime-common'],
  },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
} satisfies UserConfig;
