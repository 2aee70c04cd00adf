import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '../src/core/export/safetensors';
import { openEmbeddingModel } from '../src/core/model/embedding-model';
import { prunedFile } from '../tests/support/pruned-file';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

test('the export takes the form that is chosen, says what it checked, and can be repeated on the command line', async ({
  page,
  context,
}) => {
  const studio = new Studio(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  await page.getByRole('tab', { name: 'Export' }).click();
  const panel = studio.panel('Export');
  const exported = async (): Promise<{ name: string; content: Buffer }> => {
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Export pruned model' }).click();
    const saved = await download;
    return { name: saved.suggestedFilename(), content: await readFile(await saved.path()) };
  };

  const tick = (extra: string): Promise<void> => panel.getByRole('checkbox', { name: extra }).click({ force: true });
  await tick('Masks');
  const folder = readStoredZip((await exported()).content);
  const given = await readFile(join(tinyModel, 'onnx/model.onnx'));
  const model = openEmbeddingModel('tiny-bert', new Map([['onnx/model.onnx', new Uint8Array(given)]]));
  const { tensors } = readSafetensors(new Uint8Array(folder.get('mask.safetensors') ?? []));
  const masks = new Map([...tensors].map(([name, { bytes }]) => [name.replace('mask/', ''), bytes]));
  expect(masks.size).toBeGreaterThan(0);
  expect(folder.get('onnx/model.onnx')?.equals(prunedFile(model, masks))).toBe(true);
  const card = folder.get('README.md')?.toString('utf8') ?? '';
  expect(card).toContain('# tiny-bert, pruned for chem-example.json');
  await expect(panel.getByRole('region', { name: 'Export report' })).toContainText('exactly the zeros that were planned');
  for (const hash of card.match(/onnx\/model\.onnx: `([0-9a-f]{64})`/)?.slice(1) ?? ['no hash']) await expect(panel).toContainText(hash);
  await expectAccessible(page);

  await page.emulateMedia({ colorScheme: 'dark' });
  for (const tab of ['Heatmap', 'Charts', 'Compare', 'Quality', 'Export']) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await expectAccessible(page);
  }

  await panel.getByRole('button', { name: 'What is downloaded' }).click();
  await page.getByRole('option', { name: 'ONNX alone' }).click();
  for (const extra of ['Model card', 'Reports', 'Masks']) await tick(extra);
  await expect(panel).toContainText('Settings have changed since');
  const alone = await exported();
  expect(alone.name).toBe('tiny-bert-pruned-50.onnx');
  expect(alone.content.equals(folder.get('onnx/model.onnx') ?? Buffer.alloc(0))).toBe(true);

  await panel.getByRole('button', { name: 'Precision' }).click();
  await page.getByRole('option', { name: 'float16' }).click();
  await tick('Masks');
  const half = readStoredZip((await exported()).content);
  expect([...half.keys()].sort()).toEqual(['mask.safetensors', 'onnx/model_fp16.onnx']);

  await panel.getByRole('button', { name: 'Copy as command' }).click();
  await expect(panel.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'npx gaprune analyze --model tiny-bert --general general-example.json --domain chem-example.json --output tiny-bert-run ' +
      '--max-length 16 --batch-size 2 --max-samples 4\n' +
      'npx gaprune prune --run tiny-bert-run --model tiny-bert --output tiny-bert-pruned --sparsity 0.5 --precision float16',
  );
});
