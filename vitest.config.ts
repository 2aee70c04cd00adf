import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './scripts/find-chromium.mjs';
import { oneOnnxRuntime } from './scripts/vite/onnxruntime.ts';
import { ortFiles } from './scripts/vite/ort-files.ts';
import { isolationHeaders } from './scripts/vite/security-headers.ts';

const gpuTests = '{src,tests}/**/*.gpu.test.{ts,tsx}';
/** Tests that inject faults and take long run with `npm run test:faults` alone. */
const faultTests = process.env.FAULTS === '1' ? [] : ['tests/faults/**'];
const executablePath = await findChromium();

const nodeTest = {
  environment: 'node',
  exclude: [...configDefaults.exclude, gpuTests, ...faultTests],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        // One process for all files, as to start one and to load the same modules again takes longer than most of the tests.
        test: { ...nodeTest, name: 'node', include: ['{src/{core,cli},tests,scripts,workers,tools}/**/*.test.ts'], isolate: false },
      },
      // Stores are one to a page: each file has its own.
      { test: { ...nodeTest, name: 'studio', include: ['src/studio/**/*.test.{ts,tsx}'] } },
      {
        ...oneOnnxRuntime,
        plugins: [ortFiles(isolationHeaders)],
        worker: { format: 'es' },
        server: { headers: isolationHeaders },
        test: {
          name: 'chromium',
          include: [gpuTests],
          exclude: [...configDefaults.exclude, ...faultTests],
          testTimeout: 120_000,
          // Software WebGPU on few cores: one page at a time.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
