import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

test('the built-in model and data open by themselves', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await expect(studio.panel('Model')).toContainText('all-MiniLM-L6-v2');
  await expect(studio.panel('General set')).toContainText('general-example.json');
  await expect(studio.panel('Domain set')).toContainText('chem-example.json');
  await expect(studio.tab('Data & model')).toContainText('ready');
  await expect(studio.tab('Prune & export')).toContainText('needs an analysis');
});

test('one button runs the example, watched where it runs', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await page.getByRole('button', { name: 'Analyse and prune the example' }).click();
  await expect(page).toHaveURL(/#analysis$/);
  await expect(studio.tab('Analysis')).toContainText('%', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(studio.panel('Progress').getByText('Cancelled.')).toBeVisible({ timeout: 120_000 });
});

test('the address says the place, and the back button goes back', async ({ page }) => {
  const studio = new Studio(page);
  await page.goto('/#prune');
  await expect(page.getByRole('heading', { name: 'Prune & export', level: 2 })).toBeVisible();
  await studio.go('Data & model');
  await studio.go('Analysis');
  await page.goBack();
  await expect(studio.tab('Data & model')).toHaveAttribute('aria-current', 'page');
  await page.goForward();
  await expect(studio.tab('Analysis')).toHaveAttribute('aria-current', 'page');
  // The way past the header leaves the address as it is.
  await page.getByRole('link', { name: 'Skip to content' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await expect(page).toHaveURL(/#analysis$/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to in any place, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const studio = new Studio(page);
    await studio.open();
    await page.getByRole('button', { name: /^Operators/ }).click();
    await expectAccessible(page);
    for (const place of ['Analysis', 'Prune & export'] as const) {
      await studio.go(place);
      await expectAccessible(page);
    }
  });
}

test('nothing is cut off at 400 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  const studio = new Studio(page);
  await studio.open();
  for (const place of ['Data & model', 'Analysis', 'Prune & export'] as const) {
    await studio.go(place);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  }
});

test('nothing is cut off at 320 pixels once there is a plan', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const studio = new Studio(page);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  for (const place of ['Data & model', 'Analysis', 'Prune & export'] as const) {
    await studio.go(place);
    expect(await width(), place).toBeLessThanOrEqual(320);
  }
  for (const tab of ['Heatmap', 'Charts', 'Compare', 'Quality', 'Export']) {
    await studio.openTab(tab);
    await expect(page.getByRole('tabpanel', { name: tab }).getByRole('heading').first()).toBeVisible();
    await expect.poll(width, tab).toBeLessThanOrEqual(320);
  }
});
