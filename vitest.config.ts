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

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,tests,scripts,workers,tools}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, gpuTests, ...faultTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
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
