import { readFile } from 'node:fs/promises';
import { expect, test, tinyModel } from '../fixtures';
import { expectAccessible } from '../axe';
import { Studio } from '../studio';
import { readStoredZip } from '../zip';

const STEPS = 400;

test('a fine-tuning that a reload cuts is offered where its analysis is opened, and goes on to the bytes of an undisturbed one', async ({
  page,
}) => {
  const studio = new Studio(page);
  const refine = studio.panel('Getting quality back');
  const tune = async (): Promise<void> => {
    await studio.setNumber('Steps', STEPS);
    await studio.setNumber('Batch', 2);
    await refine.getByRole('button', { name: 'Fine-tune', exact: true }).click();
  };
  const exported = async (): Promise<Buffer> => {
    await expect(refine.getByRole('status')).toContainText(/weights are zero, as planned/, { timeout: 200_000 });
    await studio.openTab('Export');
    const download = page.waitForEvent('download');
    await studio.button('Export pruned model').click();
    const file = readStoredZip(await readFile(await (await download).path())).get('onnx/model.onnx');
    await studio.openTab('Quality');
    return file ?? Buffer.alloc(0);
  };
  const notice = page.getByRole('region', { name: 'A fine-tuning was cut short' });
  /** Recoveries that the browser keeps a checkpoint of. */
  const kept = (): Promise<number> =>
    page.evaluate(async () => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('recoveries', { create: true });
      let count = 0;
      for await (const folder of root.values()) {
        if (!(folder instanceof FileSystemDirectoryHandle)) continue;
        // While it is being written, there is an empty one.
        for await (const file of folder.values())
          count += Number(file instanceof FileSystemFileHandle && file.name === 'work.json' && (await file.getFile()).size > 0);
      }
      return count;
    });

  /** Opens the session that was kept. */
  const open = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Sessions' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sessions' });
    await dialog.getByRole('button', { name: /^Open/ }).click();
    await expect(dialog).toBeHidden();
  };

  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await expect(page.getByRole('button', { name: /^Sessions.*Kept in this browser/ })).toBeVisible();
  await studio.go('Prune & export');
  await studio.openTab('Quality');
  await tune();
  await expect.poll(kept, { timeout: 100_000, intervals: [20] }).toBeGreaterThan(0);
  await page.reload();

  await expect(notice).toBeHidden();
  await open();
  await expect(notice).toContainText(/\d+ of 400 steps were done/);
  await expectAccessible(page);
  // Whatever was changed meanwhile, it takes its own settings.
  await studio.go('Prune & export');
  await studio.setNumber('Batch', 4);
  await notice.getByRole('button', { name: 'Resume' }).click();
  await expect(refine).toContainText('It went on from where the same fine-tuning was cut short.', { timeout: 100_000 });
  const resumed = await exported();
  expect(resumed.length).toBeGreaterThan(0);
  expect(await kept()).toBe(0);

  await tune();
  expect((await exported()).equals(resumed)).toBe(true);
  await expect(refine).not.toContainText('cut short');

  await tune();
  await expect.poll(kept, { timeout: 100_000, intervals: [20] }).toBeGreaterThan(0);
  await page.reload();
  await open();
  await notice.getByRole('button', { name: 'Discard' }).click();
  await expect(notice).toBeHidden();
  await expect.poll(kept).toBe(0);
});
