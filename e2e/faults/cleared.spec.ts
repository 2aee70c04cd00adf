import { expect, test } from '../fixtures';
import { Studio } from '../studio';

test('what the browser keeps is cleared while an analysis runs, and again afterwards: the work goes on, and later runs are kept', async ({
  page,
  context,
}) => {
  const cdp = await context.newCDPSession(page);
  const clear = () => cdp.send('Storage.clearDataForOrigin', { origin: new URL(page.url()).origin, storageTypes: 'all' });
  const studio = new Studio(page);
  const kept = page.getByRole('button', { name: /^Sessions.*Kept in this browser/ });
  await studio.openLong();
  await studio.startAndHold(60);
  await clear();
  await studio.button('Resume').click();
  await studio.analysisIsDone();
  await expect(kept).toBeVisible();
  await clear();
  await page.getByRole('button', { name: 'Sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  await expect(dialog.getByText('No session yet.')).toBeVisible();
  await expect(dialog.getByRole('alert')).toBeHidden();
  await page.keyboard.press('Escape');
  await studio.expectSameAnew();
  await expect(kept).toBeVisible();
});
