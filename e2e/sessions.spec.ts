import { readFile } from 'node:fs/promises';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

test('a finished analysis is kept: after a reload it opens with its settings, is renamed, travels as a file and goes', async ({ page }) => {
  const studio = new Studio(page);
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  const rows = dialog.getByRole('list', { name: 'Sessions of this browser' }).getByRole('listitem');
  const more = async (action: string): Promise<void> => {
    await rows.first().getByRole('button', { name: /^More for/ }).click(); // prettier-ignore
    await page.getByRole('menuitem', { name: action }).click();
  };

  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  const slider = page.getByRole('slider', { name: 'Sparsity', exact: true });
  await slider.focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press('ArrowRight');
  const left = await studio.zeros();

  await page.getByRole('button', { name: 'Sessions' }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('tiny-bert, chem-example');
  await expect(rows.first()).toContainText('open now');
  await expectAccessible(page);
  // The list is read again until the settings have been written.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sessions' }).click();
    await expect(rows.first()).toContainText('52.0% sparsity', { timeout: 500 });
  }).toPass();

  await more('Rename');
  await dialog.getByRole('textbox', { name: 'Name of the session' }).fill('Chemistry, first try');
  await page.keyboard.press('Enter');
  await expect(rows.first()).toContainText('Chemistry, first try');

  const download = page.waitForEvent('download');
  await more('Save as a file');
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('Chemistry-first-try.gaprune.zip');
  const archive = await readFile(await saved.path());
  expect([...readStoredZip(archive).keys()]).toEqual(
    expect.arrayContaining([
      'session.json',
      'run.json',
      'statistics.safetensors',
      'model/onnx/model.onnx',
      'data/domain/chem-example.json',
    ]),
  );

  await page.reload();
  await studio.open();
  await page.getByRole('button', { name: 'Sessions' }).click();
  await rows.first().getByRole('button', { name: 'Open Chemistry, first try' }).click();
  await expect(dialog).toBeHidden();
  await expect(studio.panel('Model').getByText('tiny-bert').first()).toBeVisible();
  await studio.go('Prune & export');
  expect(await studio.zeros()).toEqual(left);

  await page.getByRole('button', { name: 'Sessions' }).click();
  await more('Delete');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByText('No session yet.')).toBeVisible();

  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Import a session or a run' }).click();
  await (await chooser).setFiles({ name: 'first.zip', mimeType: 'application/zip', buffer: archive });
  await expect(rows).toHaveCount(1);
  await rows.first().getByRole('button', { name: /^Open/ }).click();
  await expect(dialog).toBeHidden();
  await studio.go('Prune & export');
  expect(await studio.zeros()).toEqual(left);

  await page.getByRole('button', { name: 'Sessions' }).click();
  const broken = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Import a session or a run' }).click();
  await (await broken).setFiles({ name: 'cut.zip', mimeType: 'application/zip', buffer: archive.subarray(0, archive.length / 2) });
  await expect(dialog.getByRole('alert')).toContainText('INVALID_ARCHIVE');
  await expect(rows).toHaveCount(1);
});
