import { expect, test } from '../fixtures';
import { Studio } from '../studio';

/** Milliseconds in which a worker that hung would have been ended. */
const FROZEN_MS = 20_000;

test('an analysis goes on after its page was frozen, and its worker is not taken to hang', async ({ page, context }) => {
  const studio = new Studio(page);
  await studio.openLong();
  await studio.startAnalysis('Processor (wasm)', 400);
  await expect.poll(async () => (await studio.reached()).done, { intervals: [50] }).toBeGreaterThan(5);
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

test('an analysis goes on in a tab that is not shown', async ({ page, context }) => {
  const studio = new Studio(page);
  await studio.openLong();
  await studio.startAnalysis('Processor (wasm)', 400);
  await expect.poll(async () => (await studio.reached()).done, { intervals: [50] }).toBeGreaterThan(5);
  const other = await context.newPage();
  await other.goto('about:blank');
  await other.bringToFront();
  console.log(`the page says that it is ${await page.evaluate(() => document.visibilityState)}`);
  await expect.poll(async () => page.title(), { timeout: 200_000 }).not.toMatch(/%/);
  await studio.analysisIsDone();
  await expect(studio.interruption).toBeHidden();
});
