import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { readRunManifest } from '../src/core/export/run-manifest';
import { readStatistics } from '../src/core/export/statistics-file';
import type { TensorStatistics } from '../src/core/gaprune/statistics';
import { formatMeasure } from '../src/studio/format';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

/** The statistics of the run that the studio holds, as it saves them. */
async function savedStatistics(page: Page): Promise<Map<string, TensorStatistics>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save the run/ }).click();
  const files = readStoredZip(await readFile(await (await download).path()));
  const manifest = readRunManifest(files.get('run.json')?.toString('utf8') ?? '');
  const tensors = readStatistics(new Uint8Array(files.get('statistics.safetensors') ?? []), manifest);
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

/** What stands beside a word among the figures of a weight. */
const figure = (figures: Locator, label: string): Locator => figures.locator('dt', { hasText: new RegExp(`^${label}$`) }).locator('+ dd');

test('one weight as a picture: by keyboard and by mouse, down to single weights, live', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  const statistics = await savedStatistics(page);
  await studio.go('Prune & export');
  const picture = page.getByRole('application');
  const figures = page.getByRole('status', { name: 'Weight under the pointer' });
  const expectFigures = async (name: string, row: number, column: number): Promise<void> => {
    const { fisherDomain, fisherGeneral, shape } = statistics.get(name) ?? {};
    const at = row * (shape?.[1] ?? NaN) + column;
    await expect(figure(figures, 'Row')).toHaveText(String(row));
    await expect(figure(figures, 'Column')).toHaveText(String(column));
    await expect(figure(figures, 'Domain Fisher')).toHaveText(formatMeasure(fisherDomain?.[at] ?? NaN));
    await expect(figure(figures, 'General Fisher')).toHaveText(formatMeasure(fisherGeneral?.[at] ?? NaN));
  };

  await test.step('Enter opens a cell of the overview, arrow keys move through the weight', async () => {
    await page.getByRole('grid', { name: 'Domain Fisher per weight' }).getByRole('gridcell').first().focus();
    await page.keyboard.press('Enter');
    await expect(picture).toBeFocused();
    await expect(picture).toHaveAccessibleName(/encoder\.layer\.0\.attention\.self\.query\.weight, 32 rows and 32 columns/);
    await expect(page.getByText('Rows: output features, 0–31 (4 heads of 8)')).toBeVisible();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await expectFigures('encoder.layer.0.attention.self.query.weight', 3, 1);
    await expect(figure(figures, 'Fate')).toHaveText('not a candidate');
    await page.keyboard.press('End');
    await expectFigures('encoder.layer.0.attention.self.query.weight', 3, 31);
  });

  await test.step('a click opens another one, and the pointer reads it', async () => {
    await page.getByRole('radio', { name: 'Overview' }).click();
    await page.getByRole('gridcell').nth(4).click();
    const name = 'encoder.layer.0.intermediate.dense.weight';
    await expect(picture).toHaveAccessibleName(new RegExp(`${name}, 64 rows`));
    await expect(page.locator('.tensor-stage')).toHaveAttribute('data-state', 'settled');
    await picture.hover({ position: { x: 200, y: 150 } });
    await expect(figure(figures, 'Rank')).toHaveText(/ of 8,192$/);
    const [row, column] = [await figure(figures, 'Row').textContent(), await figure(figures, 'Column').textContent()].map(Number);
    await expectFigures(name, row ?? NaN, column ?? NaN);
  });

  await test.step('the fate follows the sparsity', async () => {
    await studio.setNumber('Exact sparsity', 0);
    await picture.focus();
    await page.keyboard.press('ArrowRight');
    await expect(figure(figures, 'Fate')).toHaveText('kept');
    await studio.setNumber('Exact sparsity', 100);
    await expect(figure(figures, 'Fate')).toHaveText('pruned');
    await studio.setNumber('Exact sparsity', 50);
  });

  await test.step('a large matrix is reduced, and zoomed to single weights', async () => {
    await page.getByRole('button', { name: /Matrix/ }).click();
    await page.getByRole('option', { name: 'embeddings.word_embeddings.weight' }).click();
    await expect(page.getByText('Each cell is 2 × 1 weights')).toBeVisible();
    await picture.hover({ position: { x: 300, y: 200 } });
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -400);
    await expect(page.getByText('Each cell is one weight')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByText('Each cell is 2 × 1 weights')).toBeVisible();
    await page.getByRole('radio', { name: 'Score', exact: true }).click();
    await expect(page.getByText('the settings leave it out')).toBeVisible();
  });

  await expectAccessible(page);

  await test.step('the table holds the values where the picture looks', async () => {
    await page.getByRole('radio', { name: 'Domain Fisher', exact: true }).click();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const name = 'embeddings.word_embeddings.weight';
    const table = page.getByRole('table', { name: `Values of ${name} where the picture looks` });
    await expect(table.getByRole('columnheader')).toHaveCount(21);
    const { fisherDomain } = statistics.get(name) ?? {};
    const row = table.getByRole('row').nth(4);
    await expect(row.getByRole('rowheader')).toHaveText('3');
    await expect(row.getByRole('cell').nth(5)).toHaveText(formatMeasure(fisherDomain?.[3 * 32 + 5] ?? NaN));
    await page.getByRole('button', { name: 'Table', exact: true }).click();
  });

  await test.step('heads and neurons: read, counted, as a table', async () => {
    await page.getByRole('radio', { name: 'Attention heads' }).click();
    await expect(page.getByText('0 of 8 heads are all zero')).toBeVisible();
    const map = page.getByRole('application', { name: 'Domain Fisher by attention head' });
    await map.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    await expect(page.getByText('Layer 1, head 1: Domain Fisher')).toBeVisible();
    await page.getByRole('radio', { name: 'MLP neurons' }).click();
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const table = page.getByRole('table', { name: 'Domain Fisher by neuron of the MLP' });
    await expect(page.getByText('1–50 of 128')).toBeVisible();
    const up = statistics.get('encoder.layer.0.intermediate.dense.weight')?.fisherDomain ?? new Float32Array();
    const down = statistics.get('encoder.layer.0.output.dense.weight')?.fisherDomain ?? new Float32Array();
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const first = mean([...up.subarray(0, 32), ...Array.from({ length: 32 }, (_, row) => down[row * 64] ?? NaN)]);
    await expect(table.getByRole('row').nth(1).getByRole('cell').nth(1)).toHaveText(formatMeasure(first));
    await studio.setNumber('Exact sparsity', 100);
    await expect(page.getByText(/^127 of 128 neurons are all zero, 128 at least 95 % zero/)).toBeVisible();
    await studio.setNumber('Exact sparsity', 50);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
  });

  await test.step('pictures are saved as files', async () => {
    const save = async (format: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Save as ${format}` }).click();
      return readFile(await (await download).path());
    };
    const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
    expect((await save('PNG')).subarray(0, 4)).toEqual(PNG);
    await page.getByRole('radio', { name: 'Overview' }).click();
    expect((await save('PNG')).subarray(0, 4)).toEqual(PNG);
    expect((await save('SVG')).toString()).toMatch(/^<svg [^]*Layer 1[^]*<\/svg>$/);
    const lines = (await save('CSV')).toString().trim().split('\r\n');
    expect(lines[0]).toBe(
      'Weight,Layer,Size,Domain Fisher,General Fisher,Domain : general,Alignment,Conflict rate,Magnitude,Score,Share pruned',
    );
    expect(lines).toHaveLength(16);
    await page.getByRole('gridcell').first().click();
    await expect(page.locator('.tensor-stage')).toHaveAttribute('data-state', 'settled');
    expect((await save('PNG')).subarray(0, 4)).toEqual(PNG);
    const cells = (await save('CSV')).toString().trim().split('\r\n');
    const { fisherDomain } = statistics.get('encoder.layer.0.attention.self.query.weight') ?? {};
    expect(cells).toHaveLength(33);
    expect(Number(cells[8]?.split(',')[3])).toBeCloseTo(fisherDomain?.[7 * 32 + 2] ?? NaN, 12);
  });

  await expectAccessible(page);
});
