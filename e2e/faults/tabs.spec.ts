import { expect, test } from '../fixtures';
import { Studio } from '../studio';

test('two tabs leave each other alone: each goes on with its own analysis, and both see all sessions', async ({ page, context }) => {
  /** A tab whose analysis is held. */
  const held = async (studio: Studio, samples: number): Promise<Studio> => {
    await studio.openLong();
    await studio.startAndHold(samples);
    return studio;
  };
  const first = await held(new Studio(page), 200);
  const second = await held(new Studio(await context.newPage()), 250);
  await expect.poll(() => second.unfinished()).toBe(2);

  // The tab that is opened anew takes up its own, while the other tab is at the other one.
  await second.button('Resume').click();
  await page.bringToFront();
  await page.reload();
  const notice = page.getByRole('region', { name: 'An analysis was cut short' });
  await expect(notice).toContainText('of 600 samples');
  await notice.getByRole('button', { name: 'Resume' }).click();
  await first.analysisIsDone();
  await expect(first.interruption).toContainText('gone on with, from its last checkpoint');
  await second.page.bringToFront();
  await second.analysisIsDone();
  await expect(second.interruption).toBeHidden();
  await expect.poll(() => second.unfinished()).toBe(0);
  const kept = (studio: Studio) => expect(studio.page.getByRole('button', { name: /^Sessions.*Kept in this browser/ })).toBeVisible();
  await kept(second);

  await page.bringToFront();
  await kept(first);
  await page.getByRole('button', { name: 'Sessions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  const rows = dialog.getByRole('list', { name: 'Sessions of this browser' }).getByRole('listitem');
  await expect(rows).toHaveCount(2);
  // What the other tab has open shares its model with this tab's: it stays whole when the other goes.
  await rows
    .filter({ hasNotText: 'open now' })
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(rows).toHaveCount(1);
  const download = page.waitForEvent('download');
  await rows.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Save as a file' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.gaprune\.zip$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await first.expectSameAnew();
  await second.page.bringToFront();
  await second.expectSameAnew();
});
