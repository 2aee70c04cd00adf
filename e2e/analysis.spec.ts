import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

test('an analysis is watched, held, resumed and finished', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const icon = page.locator('link[rel="icon"]');
  const ownIcon = await icon.getAttribute('href');
  // The built-in model: slow enough on the processor to be watched.
  await studio.go('Analysis');
  await studio.setNumber('Max length', 16);
  await studio.setNumber('Max samples', 12);
  await studio.chooseDevice('Processor (wasm)');
  await expect(studio.panel('Progress').getByRole('row', { name: /^Together/ })).toContainText('36');
  await page.getByRole('button', { name: 'Analyse', exact: true }).click();

  const layers = studio.panel('Layers').getByRole('row', { name: /^0 / });
  await expect(layers).toContainText(/e-\d|0\.0/, { timeout: 120_000 });
  await expect(page).toHaveTitle(/^\d+% · GAPrune$/);
  expect(await icon.getAttribute('href')).toMatch(/^data:image\/svg/);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(studio.tab('Analysis')).toContainText('paused at');
  await expect(studio.panel('Progress').getByText('Paused')).toBeVisible();
  await expect(studio.panel('Progress')).toContainText(/Device memory\s*\d+ MB/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.getByRole('button', { name: 'Resume', exact: true }).click();

  await expect(page.getByRole('status', { name: 'Result of the analysis' })).toBeVisible({ timeout: 180_000 });
  await expect(page).toHaveTitle('GAPrune Studio');
  expect(await icon.getAttribute('href')).toContain(ownIcon ?? '');
  await expect(layers).toContainText(/0\.\d{3}/);
  await expect(studio.panel('Loss per batch').getByRole('img', { name: /^Loss over/ })).toBeVisible();
});

test('nothing moves while the numbers change', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.go('Analysis');
  await page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(JSON.stringify(entry));
    }).observe({ type: 'layout-shift', buffered: false });
  });
  await studio.analyseQuickly('Processor (wasm)');
  const value = await page.evaluate<number>(
    `window.shifts.map((entry) => JSON.parse(entry)).filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0)`,
  );
  // What Core Web Vitals call good is 0.1.
  expect(value).toBeLessThan(0.1);
});
