import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataFile, expect, test, tinyModel } from './fixtures';
import { openExport } from './open-export';
import { Studio } from './studio';
import { readStoredZip } from './zip';

/** The arrays that the command line measures on the test model, without the `run.json` that says how. */
async function measured(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'gaprune-statistics-'));
  try {
    const command = join(import.meta.dirname, '../bin/gaprune.js');
    const sets = ['--general', dataFile('general-example.json'), '--domain', dataFile('chem-example.json')];
    const few = ['--max-length', '16', '--max-samples', '4', '--batch-size', '2', '--quiet'];
    await promisify(execFile)(process.execPath, [command, 'analyze', '--model', tinyModel, ...sets, '--output', folder, ...few]);
    return await readFile(join(folder, 'statistics.safetensors'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('statistics of another program are dropped with their model, tuned and exported', async ({ page }) => {
  const statistics = { name: 'fisher-of-the-cluster.safetensors', content: await measured() };
  const studio = new Studio(page);
  await studio.open();

  await studio.drop(statistics);
  const summary = page.getByRole('region', { name: 'Dropped files' });
  await expect(summary).toContainText(/The array has the shape .*Not opened/);

  const names = ['onnx/model.onnx', 'config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const model = await Promise.all(
    names.map(async (name) => ({ name: name.replace('onnx/', ''), content: await readFile(join(tinyModel, name)) })),
  );
  await studio.drop(statistics, ...model);
  await expect(summary.getByText('Opened', { exact: true })).toHaveCount(2);
  await studio.go('Analysis');
  const result = page.getByRole('status', { name: 'Result of the analysis' });
  await expect(result).toContainText('imported');
  await expect(result).toContainText('Domain setnot known');
  await expect(result).toContainText('15 tensors');

  await studio.go('Prune & export');
  await expect(page.getByRole('grid', { name: 'Domain Fisher per weight' }).getByRole('gridcell').first()).toBeVisible();
  await studio.setNumber('Exact sparsity', 30);
  const { zeros, total } = await studio.zeros();
  expect(zeros).toBe(Math.floor(total * 0.3));

  await studio.openTab('Export');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export pruned model' }).click();
  const files = readStoredZip(await readFile(await (await download).path()));
  expect(await openExport(files, tinyModel, 'mlp')).toMatchObject({ zeros, changed: 0 });
  expect(files.get('README.md')?.toString('utf8')).toContain('gaprune import --model');
});
