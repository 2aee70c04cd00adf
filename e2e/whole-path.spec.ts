import { readFile } from 'node:fs/promises';
import { readRunManifest } from '../src/core/export/run-manifest';
import { readStatistics } from '../src/core/export/statistics-file';
import { expectAccessible } from './axe';
import { dataFile, expect, test, tinyModel } from './fixtures';
import { openExport } from './open-export';
import { Studio } from './studio';
import { readStoredZip } from './zip';

test('a model and two sets go in, a pruned model comes out', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();

  await studio.openTinyModel(tinyModel);
  await studio.choose('General set', 'Choose file', dataFile('general-example.json'));
  await studio.choose('Domain set', 'Choose file', dataFile('chem-example.json'));
  await expect(studio.panel('Domain set').getByText('chem-example.json')).toBeVisible();

  await studio.analyseQuickly('WebGPU');
  await expect(page.getByRole('status', { name: 'Result of the analysis' })).toContainText('WebGPU');

  await studio.go('Prune & export');
  const before = await studio.zeros();
  expect(before.zeros).toBe(Math.floor(before.total * 0.5));
  const slider = page.getByRole('slider', { name: 'Sparsity', exact: true });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const after = await studio.zeros();
  expect(after.zeros).toBe(Math.floor(after.total * 0.51));

  const download = page.waitForEvent('download');
  await studio.openTab('Export');
  await page.getByRole('button', { name: 'Export pruned model' }).click();
  const saved = await download;
  const report = page.getByRole('region', { name: 'Export report' });
  await expect(report).toContainText('exactly the zeros that were planned');
  await expect(report).toContainText(after.zeros.toLocaleString('en'));

  await page.getByRole('button', { name: 'Scoring', exact: true }).click();
  await expectAccessible(page);

  const files = readStoredZip(await readFile(await saved.path()));
  const names = [...files.keys()];
  expect(names.filter((name) => name.endsWith('.onnx'))).toHaveLength(1);
  expect(names.some((name) => name.endsWith('tokenizer.json'))).toBe(true);
  const opened = await openExport(files, tinyModel, 'mlp');
  expect(opened).toEqual({ zeros: after.zeros, changed: 0, hidden: [1, 8, 32] });
});

test('the run that is saved is what the command line reads', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save the run/ }).click();
  const files = readStoredZip(await readFile(await (await download).path()));
  const manifest = readRunManifest(files.get('run.json')?.toString('utf8') ?? '');
  const statistics = readStatistics(new Uint8Array(files.get('statistics.safetensors') ?? []), manifest);
  expect(statistics).toHaveLength(37);
  expect(Object.keys(manifest.modelFiles)).toContain('onnx/model.onnx');
});

test('the heatmap is read with the arrow keys', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  const heatmap = page.getByRole('grid', { name: 'Domain Fisher per weight' });
  await heatmap.getByRole('gridcell').first().focus();
  await expect(studio.panel('Weights')).toContainText('layer.0.attention.self.query.weight');
  await page.keyboard.press('ArrowDown');
  await expect(studio.panel('Weights')).toContainText('layer.1.attention.self.query.weight');
  await page.getByRole('radio', { name: 'Share pruned' }).click();
  await expect(page.getByRole('grid', { name: 'Share pruned per weight' }).getByRole('gridcell').first()).toHaveText('–');
});

test('a cancelled analysis keeps what is open, and another one can start', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.go('Analysis');
  await studio.chooseDevice('Processor (wasm)');
  await page.getByRole('button', { name: 'Analyse', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(studio.panel('Progress').getByText('Cancelled.')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('button', { name: 'Analyse', exact: true })).toBeEnabled();
  await studio.go('Data & model');
  await expect(studio.panel('Model').getByText('Can be analysed.')).toBeVisible();
});
