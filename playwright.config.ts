import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/find-chromium.mjs';

/** Another port, where two checkouts are tested on one machine. */
const port = Number(process.env.E2E_PORT ?? 4180);
const executablePath = await findChromium();

/** The studio as it is published: the build, with its security headers. `npm run build` goes first. */
export default defineConfig({
  ...(process.env.FAULTS === '1' ? { testDir: 'e2e/faults' } : { testDir: 'e2e', testIgnore: 'faults/**' }),
  timeout: 240_000,
  expect: { timeout: 30_000 },
  // No traces: recording them doubles the time. `npx playwright test --trace on FILE` has one.
  workers: 1,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${String(port)}/`,
    launchOptions: { args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: `npx vite preview --port ${String(port)} --strictPort`,
    url: `http://localhost:${String(port)}/`,
    reuseExistingServer: false,
  },
});
