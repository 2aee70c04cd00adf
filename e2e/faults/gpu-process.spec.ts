import { mulberry32 } from '../../src/core/data/random';
import { expect, test, tinyModel } from '../fixtures';
import { Studio } from '../studio';

/** Crashes of the graphics process, each in an analysis of its own. `CRASHES` asks for fewer. */
const CRASHES = Number(process.env.CRASHES ?? 20);
const SAMPLES = 12;

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    // Without these flags the browser gives a page no device any more after a few crashes.
    const flags = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...flags] });
  },
});

test('an analysis outlives crashes of the graphics process, at any point', async ({ page, browser }) => {
  test.setTimeout((1 + CRASHES) * 240_000);
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.startAnalysis('WebGPU');
  await studio.analysisIsDone();
  const undisturbed = await studio.statistics();
  const cdp = await browser.newBrowserCDPSession();
  const next = mulberry32(8);
  const took: number[] = [];
  for (let crash = 0; crash < CRASHES; crash++) {
    await studio.button('Analyse').click();
    const point = Math.floor(next() * SAMPLES);
    const reached = async (): Promise<number> => {
      const { done, total } = await studio.reached();
      return total === 0 ? -1 : done;
    };
    await expect.poll(reached, { timeout: 200_000, intervals: [20] }).toBeGreaterThanOrEqual(point);
    const began = performance.now();
    await cdp.send('Browser.crashGpuProcess').catch(() => undefined);
    await expect(studio.interruption, `crash ${crash}, after sample ${point}`).toContainText('a new one took its place', {
      timeout: 60_000,
    });
    took.push(performance.now() - began);
    await studio.analysisIsDone();
    expect((await studio.statistics()).equals(undisturbed), `crash ${crash}, after sample ${point}`).toBe(true);
  }
  console.log(`${CRASHES} crashes; new devices after ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
});
