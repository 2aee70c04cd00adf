import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import { Studio } from './studio';

test('the page is isolated and keeps to its security policy', async ({ page }) => {
  const response = await page.goto('/');
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('the built-in model and data open by themselves', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await expect(studio.panel('Model')).toContainText('all-MiniLM-L6-v2');
  await expect(studio.panel('General set')).toContainText('general-example.json');
  await expect(studio.panel('Domain set')).toContainText('chem-example.json');
  await expect(page.getByRole('button', { name: 'Analyse', exact: true })).toBeEnabled();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing to object to, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await new Studio(page).open();
    await page.getByRole('button', { name: /^Operators/ }).click();
    await expectAccessible(page);
  });
}

test('nothing is cut off at 400 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await new Studio(page).open();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
});
