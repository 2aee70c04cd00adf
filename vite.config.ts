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
  build: { target: 'esnext', chunkSizeWarningLimit: 1500 },
  server: { headers: developmentHeaders },
  preview: { headers: studioHeaders },
});
