import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { oneOnnxRuntime } from './scripts/vite/onnxruntime.ts';
import { hostFiles } from './scripts/vite/host-files.ts';
import { ortFiles } from './scripts/vite/ort-files.ts';
import { developmentHeaders, isolationHeaders, studioHeaders } from './scripts/vite/security-headers.ts';

export default defineConfig({
  ...oneOnnxRuntime,
  plugins: [react(), ortFiles(isolationHeaders), hostFiles(studioHeaders)],
  worker: { format: 'es' },
  appType: 'mpa',
  build: {
    target: 'esnext',
    chunkSizeWarningLimit: 1500,
    // Zod tries out what the policy forbids as soon as a schema is made: it is in one file with what tells it not to, before all schemas.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'policy', test: /[\\/]node_modules[\\/]zod[\\/]|keep-to-policy/ }] } } },
  },
  server: { headers: developmentHeaders },
  preview: { headers: studioHeaders },
});
