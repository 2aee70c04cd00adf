import { expect, test, tinyModel } from '../fixtures';
import { Studio } from '../studio';

/** Crashes of the graphics process, each in an analysis of its own. `CRASHES` asks for fewer. */
const CRASHES = Number(process.env.CRASHES ?? 20);

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    // Without these flags the browser gives a page no device any more after a few crashes.
    const flags = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...flags] });
  },
});

test('an analysis outlives crashes of the graphics process', async ({ page, browser }) => {
  test.setTimeout(CRASHES * 240_000);
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.go('Analysis');
  await studio.setNumber('Max length', 16);
  await studio.setNumber('Batch size', 2);
  await studio.setNumber('Max samples', 4);
  await studio.chooseDevice('WebGPU');
  const cdp = await browser.newBrowserCDPSession();
  for (let crash = 0; crash < CRASHES; crash++) {
    await page.getByRole('button', { name: 'Analyse', exact: true }).click();
    // Crashes are spread over the whole way, of which the last third is no other work than the first.
    const done = Math.floor((crash * 9) / CRASHES);
    await expect
      .poll(async () => Number((await studio.panel('Progress').textContent())?.match(/(\d+) of 12/)?.[1] ?? -1), {
        timeout: 200_000,
        intervals: [50],
      })
      .toBeGreaterThanOrEqual(done);
    await cdp.send('Browser.crashGpuProcess').catch(() => undefined);
    const notice = studio.panel('Progress').getByRole('status').filter({ hasText: 'got over an interruption' });
    await expect(notice).toContainText(/lost/, { timeout: 60_000 });
    await expect(page.getByRole('status', { name: 'Result of the analysis' })).toBeVisible({ timeout: 200_000 });
  }
});
