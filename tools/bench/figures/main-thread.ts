import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { chromiumArguments, findChromium } from '../../../scripts/find-chromium.mjs';
import { type Figure, atMost } from '../figure';

/** Task lengths below 50 ms are not reported by the browser. */
const REPORTED = 50;

declare global {
  // What the page has written down of its long tasks.
  var longTasks: { readonly duration: number; readonly start: number }[] | undefined;
}

/** The longest task of the page from pressing the button to the end of the analysis of the built-in example. */
export const mainThread: Figure = {
  name: 'main-thread',
  async measure({ root }) {
    const row = { figure: 'longest task of the page during a whole run', target: atMost(REPORTED, ' ms'), unit: ' ms' };
    if (!existsSync(join(root, 'dist/index.html'))) return [{ ...row, value: null, note: 'needs npm run build first' }];
    const server = await preview({ root, preview: { port: Number(process.env.E2E_PORT ?? 4181), strictPort: true } });
    const executablePath = await findChromium();
    const browser = await chromium.launch({ args: chromiumArguments, ...(executablePath === undefined ? {} : { executablePath }) });
    try {
      const page = await browser.newPage({ baseURL: server.resolvedUrls?.local[0] ?? '' });
      await page.addInitScript(() => {
        globalThis.longTasks = [];
        new PerformanceObserver((list) => {
          for (const { duration, startTime } of list.getEntries()) globalThis.longTasks?.push({ duration, start: startTime });
        }).observe({ type: 'longtask', buffered: true });
      });
      await page.goto('/');
      const button = page.getByRole('button', { name: 'Analyse and prune the example' });
      await button.waitFor();
      await page.evaluate(() => (globalThis.longTasks = []));
      await button.click();
      await page.getByRole('heading', { name: 'Prune', level: 2 }).waitFor({ timeout: 600_000 });
      const tasks = (await page.evaluate(() => globalThis.longTasks ?? [])).map(({ duration }) => duration);
      const longest = Math.max(0, ...tasks);
      const note = tasks.length === 0 ? 'none reported; the browser reports 50 ms and more' : `${tasks.length} of 50 ms and more`;
      return [{ ...row, value: longest, note }];
    } finally {
      await browser.close();
      await server.close();
    }
  },
};
