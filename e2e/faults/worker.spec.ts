import { expect, test, tinyModel } from '../fixtures';
import { Studio } from '../studio';

test('a worker that hangs is replaced, and the analysis ends as if nothing had happened', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.go('Analysis');
  await studio.setNumber('Max length', 16);
  await studio.setNumber('Batch size', 2);
  await studio.setNumber('Max samples', 20);
  await studio.chooseDevice('Processor (wasm)');
  await page.getByRole('button', { name: 'Analyse', exact: true }).click();
  await expect(studio.panel('Progress').getByText('Fisher, domain set').and(page.locator('[aria-current]'))).toBeVisible();
  const [worker] = page.workers().filter((one) => one.url().includes('engine.worker'));
  const hung = performance.now();
  worker
    ?.evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  const notice = studio.panel('Progress').getByRole('status').filter({ hasText: 'got over an interruption' });
  await expect(notice).toContainText('The worker stopped answering', { timeout: 60_000 });
  console.log(`replaced after ${((performance.now() - hung) / 1000).toFixed(1)} s`);
  await expect(page.getByRole('status', { name: 'Result of the analysis' })).toBeVisible({ timeout: 120_000 });
  await expect(notice).toBeVisible();
});
