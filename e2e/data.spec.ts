import { readFile } from 'node:fs/promises';
import { readRunManifest } from '../src/core/export/run-manifest';
import { loadModelFolder, withUnknownOperator } from '../tests/support/models';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';
import { readStoredZip } from './zip';

const record = (i: number, negative: unknown = `negative ${String(i)}`) => ({
  query: `query ${String(i)}`,
  positive: `positive ${String(i)}`,
  negative,
});
const asFile = (name: string, records: readonly unknown[]) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(records)),
});

/** A model with an operator that nobody knows. */
const refusedModel = () =>
  [...loadModelFolder('tiny-qwen3-genai')]
    .filter(([path]) => !path.startsWith('1_Pooling'))
    .map(([path, content]) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(path.endsWith('.onnx') ? withUnknownOperator(content) : content),
    }));

test('a set shows its lengths, what the max length cuts, and its texts', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const panel = studio.panel('Domain set');
  const lengths = panel.getByRole('table', { name: 'Token lengths' });
  await expect(lengths.getByRole('row', { name: /^positive/ })).toContainText('100.0%');
  await expect(panel.getByRole('status')).toContainText('0 leaks');
  await studio.go('Analysis');
  await studio.setNumber('Max length', 512);
  await studio.go('Data & model');
  await expect(lengths).toContainText('Over 512');
  await expect(lengths.getByRole('row', { name: /^positive/ })).not.toContainText('100.0%');

  await panel.getByRole('button', { name: 'Domain set: later records' }).click();
  await expect(panel).toContainText('5–9 of 20');
  const full = panel.getByRole('button', { name: 'Record 5 in full' });
  await full.click();
  await expect(full).toHaveAttribute('aria-pressed', 'true');
});

test('bad records are listed, and one goes on without them', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const panel = studio.panel('General set');
  await studio.choose('General set', 'Choose file', asFile('some-bad.json', [record(0), record(1, 7), record(2), record(3, '')]));
  await expect(panel.getByRole('alert')).toContainText('2 of 4 records cannot be used');
  await expect(panel).toContainText('general-example.json');
  await panel.getByRole('button', { name: 'Go on without the bad records' }).click();
  await expect(panel).toContainText('some-bad.json');
  await expect(panel.getByRole('status')).toContainText('2 left out');
  await panel.getByRole('button', { name: 'Records left out (2)' }).click();
  await expect(panel).toContainText('Record 1, negative');
  await expect(panel.getByRole('alert')).toBeHidden();
});

test('records that were put aside as bad are counted in the run, and left out by the copied command', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  const records = [record(0), record(1, 7), record(2), record(3, ''), record(4), record(5)];
  await studio.choose('General set', 'Choose file', asFile('some-bad.json', records));
  const panel = studio.panel('General set');
  await panel.getByRole('button', { name: 'Go on without the bad records' }).click();
  await expect(panel.getByRole('status')).toContainText('2 left out');
  await studio.analyseQuickly('Processor (wasm)');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /Save the run/ }).click();
  const files = readStoredZip(await readFile(await (await download).path()));
  const { generalData, domainData } = readRunManifest(files.get('run.json')?.toString('utf8') ?? '');
  expect(generalData).toMatchObject({ fileName: 'some-bad.json', records: 4, leftOut: 2 });
  expect(domainData).toMatchObject({ records: 20, leftOut: 0 });
  await studio.go('Prune & export');
  await studio.openTab('Export');
  const command = page.getByLabel('The same on the command line');
  await expect(command).toContainText(/gaprune analyze .*--general some-bad\.json .*--skip-bad-records/);
});

test('columns of other names are told apart by a person', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const panel = studio.panel('Domain set');
  const rows = ['ask,good one,bad one,score', 'a,b,c,1', 'd,e,f,2'].join('\n');
  await studio.choose('Domain set', 'Choose file', { name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  const dialog = page.getByRole('dialog', { name: 'Columns of the domain set' });
  await expect(dialog.getByRole('list', { name: 'First records of good one' })).toContainText('e');
  await expectAccessible(page);
  const choose = async (column: string, role: string) => {
    await dialog.getByRole('button', { name: column }).click();
    await page.getByRole('option', { name: role, exact: true }).click();
  };
  await choose('ask', 'Query');
  await choose('good one', 'Positive');
  await choose('bad one', 'Negative');
  await dialog.getByRole('button', { name: 'Open with these columns' }).click();
  await expect(panel).toContainText('read from ask, good one, bad one');
  await expect(panel).toContainText('not read score');
  await expect(panel.getByRole('alert')).toBeHidden();
});

test('repeats and records of both sets are found, in five thousand as in five', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const records = Array.from({ length: 5000 }, (_, i) => record(i));
  await studio.choose('General set', 'Choose file', asFile('many.json', [...records, record(17)]));
  await expect(studio.panel('General set').getByRole('status')).toContainText('1 duplicate');
  await studio.choose('Domain set', 'Choose file', asFile('few.json', [record(4999, 'another'), { ...record(9), query: 'new' }]));
  const panel = studio.panel('Domain set');
  await expect(panel.getByRole('status')).toContainText('1 leak');
  await expect(panel.getByRole('status')).toContainText('4 texts in both sets');
  await panel.getByRole('button', { name: 'Leaks from the general set (1)' }).click();
  await expect(panel).toContainText('Record 0 is record 4999 of the general set, word for word.');
  await expect(studio.panel('General set').getByRole('row', { name: /^query/ })).toContainText('0.0%');
});

test('a model that cannot be analysed says why and what to do', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const panel = studio.panel('Model');
  await expect(panel).toContainText(/12 × 32/);
  await expect(panel).toContainText(/[0-9a-f]{64}/);
  await expect(panel.getByRole('list', { name: 'Where the parameters lie' })).toContainText('MLP down');
  await studio.choose('Model', 'Choose files', refusedModel());
  await expect(panel.getByRole('alert')).toContainText('Cannot be analysed');
  await expect(panel.getByRole('alert')).toContainText('optimum-cli export onnx');
  await expect(panel.getByRole('row').nth(1)).toContainText('Unsupported');
  await expect(studio.tab('Data & model')).toContainText('cannot be analysed');
});
