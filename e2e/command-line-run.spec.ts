import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataFile, expect, test } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

const root = join(import.meta.dirname, '..');
const model = join(root, 'public/models/all-MiniLM-L6-v2');

test('all-MiniLM-L6-v2, analysed by the command line, is tuned and exported in the studio', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'gaprune-run-'));
  try {
    const command = join(root, 'bin/gaprune.js');
    const sets = ['--general', dataFile('general-example.json'), '--domain', dataFile('chem-example.json')];
    const few = ['--max-length', '16', '--max-samples', '4', '--batch-size', '2', '--quiet'];
    const run = join(folder, 'run');
    await promisify(execFile)(process.execPath, [command, 'analyze', '--model', model, ...sets, '--output', run, ...few]);

    const studio = new Studio(page);
    await studio.open();
    await page.getByRole('button', { name: 'Sessions' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import a session or a run' }).click();
    await (await chooser).setFiles([join(run, 'run.json'), join(run, 'statistics.safetensors')]);
    await studio.go('Analysis');
    await expect(page.getByRole('status', { name: 'Result of the analysis' })).toBeVisible({ timeout: 120_000 });

    await studio.go('Prune & export');
    await page.getByRole('button', { name: 'All linear layers', exact: true }).click();
    await page.getByRole('button', { name: 'MLP', exact: true }).click();
    await studio.setNumber('Exact sparsity', 30);
    expect(await studio.zeros()).toEqual({ zeros: 3_185_049, total: 10_616_832 });

    await page.getByRole('tab', { name: 'Export' }).click();
    const download = page.waitForEvent('download', { timeout: 120_000 });
    await page.getByRole('button', { name: 'Export pruned model' }).click();
    const files = readStoredZip(await readFile(await (await download).path()));
    await expect(page.getByRole('region', { name: 'Export report' })).toContainText('3,185,049');
    const original = await readFile(join(model, 'onnx/model_fp16.onnx'));
    expect(files.get('onnx/model_fp16.onnx')?.length).toBe(original.length);
    expect(files.get('tokenizer.json')?.equals(await readFile(join(model, 'tokenizer.json')))).toBe(true);
    expect(files.get('README.md')?.toString('utf8')).toContain('3,185,049 of 10,616,832 chosen weights (30.00 %) are zero');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
