import { expectAccessible } from './axe';
import { expect, test } from './fixtures';
import { Studio } from './studio';

test('an analysis that a reload cuts is offered with what it is, and goes on to the result of an undisturbed one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.openLong();
  await studio.startAndHold(90);
  await expect.poll(() => studio.unfinished()).toBe(1);
  await page.reload();

  // The built-in model need not be open.
  const notice = page.getByRole('region', { name: 'An analysis was cut short' });
  await expect(notice).toContainText('tiny-bert, wordnet-chemistry-test.json with wordnet-general-test.json');
  await expect(notice).toContainText(/\d+ of 270 samples were counted/);
  await expectAccessible(page);
  await notice.getByRole('button', { name: 'Resume' }).click();
  await studio.analysisIsDone();
  await expect(studio.interruption).toContainText('gone on with, from its last checkpoint');
  await expect(studio.panel('Settings').getByRole('textbox', { name: 'Max samples' })).toHaveValue('90');
  await studio.expectSameAnew();
  await expect(studio.interruption).toBeHidden();
  expect(await studio.unfinished()).toBe(0);
});
