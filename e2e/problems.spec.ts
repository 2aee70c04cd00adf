import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from './axe';
import { dataFile, expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

test('a broken file is explained where it was given, and the open one stays', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const panel = studio.panel('Domain set');
  await studio.choose('Domain set', 'Choose file', {
    name: 'broken.json',
    mimeType: 'application/json',
    buffer: Buffer.from('[{"query": 1'),
  });
  await expect(panel.getByRole('alert')).toBeVisible();
  await expect(panel).toContainText('chem-example.json');
  await panel.getByRole('button', { name: /^Dismiss/ }).click();
  await expect(panel.getByRole('alert')).toBeHidden();
});

test('a model without a tokenizer is refused in words, and the open one stays', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.choose('Model', 'Choose files', dataFile('chem-example.json'));
  await expect(studio.panel('Model').getByRole('alert')).toBeVisible();
  await expect(studio.panel('Model')).toContainText('all-MiniLM-L6-v2');
});

test('a lone ONNX file asks for its tokenizer, and takes it without being given again', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.choose('Model', 'Choose files', join(tinyModel, 'onnx/model.onnx'));
  const panel = studio.panel('Model');
  await expect(panel.getByRole('alert')).toContainText('The ONNX file came alone.');
  await studio.choose('Model', 'Add tokenizer files', [join(tinyModel, 'tokenizer.json'), join(tinyModel, 'config.json')]);
  await expect(panel.getByText('Can be analysed.')).toBeVisible();
  await expect(panel).toContainText('BertModel');
});

test('files dropped anywhere find their place by name, and the page says which and lets it be corrected', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const content = await readFile(dataFile('chem-example.json'));
  await studio.go('Analysis');
  await studio.drop({ name: 'my-general.json', content });
  const summary = studio.panel('Dropped files');
  await expect(summary).toContainText('taken from the name');
  await expect(summary).toContainText('Opened');
  await studio.go('Data & model');
  await expect(studio.panel('General set')).toContainText('my-general.json');
  await studio.drop({ name: 'records.json', content });
  await expect(summary).toContainText('the name does not say');
  await summary.getByRole('button', { name: /records\.json is/ }).click();
  await page.getByRole('option', { name: 'Domain set' }).click();
  await expect(studio.panel('Domain set')).toContainText('records.json');
  await expectAccessible(page);
  await studio.drop({ name: 'weights.pt', content: Buffer.from('x') });
  await expect(summary).toContainText('Export the model to ONNX');
  await summary.getByRole('button', { name: 'Dismiss' }).click();
  await expect(summary).toBeHidden();
});

test('a saved run that is dropped opens on its model', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save the run/ }).click();
  const files = readStoredZip(await readFile(await (await download).path()));
  const before = await studio.zeros();
  await page.reload();
  await studio.openTinyModel(tinyModel);
  await studio.drop(...[...files].map(([name, content]) => ({ name, content })));
  await expect(studio.tab('Analysis')).toContainText('done');
  expect(await studio.zeros()).toEqual(before);
});
