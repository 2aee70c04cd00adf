import { expect, test } from '../fixtures';
import { Studio } from '../studio';

test('a worker that hangs is replaced, and the analysis goes on from its last checkpoint as if nothing had happened', async ({ page }) => {
  const studio = new Studio(page);
  await studio.openUntilKept(400);
  const [worker] = page.workers().filter((one) => one.url().includes('engine.worker'));
  const hung = performance.now();
  const seconds = (): string => ((performance.now() - hung) / 1000).toFixed(1);
  await worker?.evaluate(() => {
    // In a task of its own: a browser ends no worker in the middle of what a debugger asked it.
    setTimeout(() => {
      for (;;);
    });
  });
  await expect(studio.interruption).toContainText('The worker stopped answering', { timeout: 60_000 });
  const replaced = seconds();
  await expect(studio.interruption).toContainText('gone on with, from its last checkpoint', { timeout: 60_000 });
  console.log(`replaced after ${replaced} s, gone on with after ${seconds()} s`);
  await studio.analysisIsDone();
  await studio.expectSameAnew();
});
