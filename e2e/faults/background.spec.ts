import { chromium, type Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { Studio } from '../studio';
import { watch } from '../watch';
import { withPlainBrowser } from './plain-browser';

/** Milliseconds in which a worker that hung would have been ended. */
const FROZEN_MS = 20_000;
const SAMPLES = 400;

test('an analysis goes on after its page was frozen, and its worker is not taken to hang', async ({ page, context }) => {
  const studio = new Studio(page);
  await studio.openUntilCounting(SAMPLES);
  const cdp = await context.newCDPSession(page);
  const before = (await studio.reached()).done;
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  // A page that is frozen answers nobody: the time is this process's own.
  await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  const { done, total } = await studio.reached();
  console.log(`${before} of ${total} samples before the page was frozen for ${FROZEN_MS / 1000} s, ${done} right after`);
  await studio.analysisIsDone();
  await expect(studio.interruption).toBeHidden();
});

/** After so long the browser wakes a hidden page once a minute; without the flag, after five minutes. */
const SLOWED_AFTER_S = 10;

for (const [way, hide] of [
  ['behind another one', inFrontOf],
  ['of a window that is minimised', minimise],
] as const) {
  test(`an analysis goes on in a hidden tab, ${way}, and says in its title how far it is`, async ({ launchOptions, baseURL }) => {
    const { executablePath = chromium.executablePath(), args = [] } = launchOptions;
    const slowed = `--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/${SLOWED_AFTER_S}`;
    await withPlainBrowser(executablePath, [...args, slowed], async (context) => {
      const page = await context.newPage();
      const check = await watch(page, []);
      const studio = new Studio(page, baseURL ?? '');
      await studio.openUntilCounting(SAMPLES);
      await hide(page);
      await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
      const hidden = performance.now();
      const titles = new Set<string>();
      const title = async (): Promise<string> => {
        const now = await page.title();
        titles.add(now);
        return now;
      };
      await expect.poll(title, { timeout: 200_000 }).not.toMatch(/%/);
      expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
      console.log(`${((performance.now() - hidden) / 1000).toFixed(0)} s hidden; titles: ${[...titles].join(', ')}`);
      expect(titles.size).toBeGreaterThan(2);
      await studio.analysisIsDone();
      await expect(studio.interruption).toBeHidden();
      check();
    });
  });
}

async function inFrontOf(page: Page): Promise<void> {
  await (await page.context().newPage()).bringToFront();
}

async function minimise(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
}
