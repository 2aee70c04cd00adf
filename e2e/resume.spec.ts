import type { Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

test('an analysis that a reload cuts is offered with what it is, and goes on to the result of an undisturbed one', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.startAnalysis('Processor (wasm)', 8);
  // What is held is kept.
  await expect.poll(async () => (await studio.reached()).done, { intervals: [10] }).toBeGreaterThan(2);
  await studio.button('Pause').click();
  await expect(studio.panel('Progress').getByText('Paused')).toBeVisible();
  await expect.poll(() => kept(page)).toBe(true);
  await page.reload();

  // The built-in model need not be open.
  const notice = page.getByRole('region', { name: 'An analysis was cut short' });
  await expect(notice).toContainText('tiny-bert, chem-example.json with general-example.json');
  await expect(notice).toContainText(/\d+ of 24 samples were counted/);
  await expectAccessible(page);
  await notice.getByRole('button', { name: 'Resume' }).click();
  await studio.analysisIsDone();
  await expect(studio.interruption).toContainText('gone on with, from its last checkpoint');
  await expect(studio.panel('Settings').getByRole('textbox', { name: 'Max samples' })).toHaveValue('8');
  const resumed = await studio.statistics();

  await studio.button('Analyse').click();
  await studio.analysisIsDone();
  await expect(studio.interruption).toBeHidden();
  expect((await studio.statistics()).equals(resumed)).toBe(true);
  expect(await kept(page)).toBe(false);
});

/** Whether a checkpoint is in the browser's private file system. */
async function kept(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('checkpoints', { create: true });
    for await (const folder of root.values()) {
      if (folder instanceof FileSystemDirectoryHandle && (await has(folder, 'work.json'))) return true;
    }
    return false;

    function has(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
      return folder.getFileHandle(name).then(
        () => true,
        () => false,
      );
    }
  });
}
