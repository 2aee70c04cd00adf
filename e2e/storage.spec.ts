import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { Studio } from './studio';

const used = (page: Page): Promise<number> => page.evaluate(async () => (await navigator.storage.estimate()).usage ?? NaN);

/** Lets the page keep so many bytes more; without a number, as many as the browser allows. */
async function allow(page: Page, more?: number): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const quota = more === undefined ? {} : { quotaSize: (await used(page)) + more };
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, ...quota });
}

test('without room the run is held in memory, and the page says so; a run that goes gives its bytes back', async ({ page }) => {
  const studio = new Studio(page);
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  await studio.openLong();
  await allow(page, 1000);
  await studio.startAndHold(90);
  await expect(studio.panel('Progress').getByText('The analysis goes on in memory')).toBeVisible();
  await studio.button('Resume').click();
  await studio.analysisIsDone();
  await expect(page.getByRole('alert')).toContainText('The browser has no room for this run');
  await studio.planIsCurrent();
  const unkept = await studio.statistics();
  await page.getByRole('button', { name: 'Sessions' }).click();
  await expect(dialog.getByText('No session yet.')).toBeVisible();
  await page.keyboard.press('Escape');

  await allow(page);
  const before = await used(page);
  await studio.button('Analyse').click();
  await studio.analysisIsDone();
  await expect(page.getByRole('button', { name: /^Sessions.*Kept in this browser/ })).toBeVisible();
  expect((await studio.statistics()).equals(unkept)).toBe(true);
  const kept = (await used(page)) - before;
  expect(kept).toBeGreaterThan(unkept.length);
  await page.getByRole('button', { name: 'Sessions' }).click();
  await dialog.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByText('No session yet.')).toBeVisible();
  // What is left is the log of the browser's own database.
  await expect.poll(async () => (await used(page)) - before).toBeLessThan(0.05 * kept);
});
