import { readFile } from 'node:fs/promises';
import { expectAccessible } from './axe';
import { dataFile, expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

test('quality is measured on held-out records, follows the settings, and the mask is explained', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  await studio.openTab('Quality');
  const panel = studio.panel('Quality on held-out records');

  await panel.getByRole('button', { name: 'Measure', exact: true }).click();
  const domain = panel.getByRole('grid', { name: 'Metrics on the domain set' });
  await expect(domain.getByRole('row', { name: /^nDCG@10/ })).toBeVisible({ timeout: 120_000 });
  await expect(panel.getByText(/^On the domain set, nDCG@10 goes from 0\.\d{3} to 0\.\d{3}: \d+\.\d% of the dense model\./)).toBeVisible();
  await expect(panel.getByText('wordnet-general-test.json: 500 queries, 500 answers')).toBeVisible();

  const why = studio.panel('Why these weights');
  await why.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(why.getByRole('grid', { name: 'What each term decides' })).toBeVisible({ timeout: 60_000 });
  await expect(why.getByRole('grid', { name: 'Beside other methods' }).getByRole('row', { name: /^Magnitude/ })).toBeVisible();
  await expectAccessible(page);

  await panel.getByRole('switch', { name: /^Measure whenever/ }).press(' ');
  const before = await domain.getByRole('row', { name: /^nDCG@10/ }).textContent();
  await page.getByRole('slider', { name: 'Sparsity', exact: true }).focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press('PageUp');
  await expect(panel.getByText('These figures belong to earlier settings.').first()).toBeVisible();
  await expect(panel.getByText('These figures belong to earlier settings.')).toBeHidden({ timeout: 60_000 });
  expect(await domain.getByRole('row', { name: /^nDCG@10/ }).textContent()).not.toBe(before);

  await studio.openTab('Compare');
  const compared = studio.panel('Settings');
  await page.getByRole('button', { name: 'Pin settings as A' }).click();
  await page.getByRole('slider', { name: 'Sparsity', exact: true }).focus();
  for (let press = 0; press < 2; press++) await page.keyboard.press('PageDown');
  await page.getByRole('button', { name: 'Measure quality of both' }).click();
  await expect(compared.getByRole('row', { name: /^nDCG@10, domain set/ })).toContainText(/(0\.\d{3} \(\d+\.\d% of dense\)){2}/, {
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Measure quality of both' })).toBeDisabled();
  await expectAccessible(page);

  await studio.openTab('Quality');
  const dialog = page.waitForEvent('filechooser');
  await panel.getByRole('button', { name: 'Choose the domain set' }).click();
  await (await dialog).setFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('[{"query":"a"}]') });
  await expect(panel.getByRole('alert')).toContainText('No record has a column for positive; the columns are query.');
});

test('held-out records that were analysed are refused, or left out when the person says so', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  await studio.openTinyModel(tinyModel);
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  await studio.openTab('Quality');
  const panel = studio.panel('Quality on held-out records');
  const record = (text: string) => ({ query: `What is ${text}?`, positive: `${text}, explained`, negative: 'something else' });
  const used = (JSON.parse(await readFile(dataFile('chem-example.json'), 'utf8')) as unknown[]).slice(0, 3);
  const others = ['steel', 'amber', 'chalk'].map(record);
  for (const [role, records] of [
    ['general', others.slice(1)],
    ['domain', [...used, ...others]],
  ] as const) {
    const dialog = page.waitForEvent('filechooser');
    await panel.getByRole('button', { name: `Choose the ${role} set` }).click();
    await (await dialog).setFiles({ name: `${role}-own.json`, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(records)) });
    await expect(panel.getByText(`${role}-own.json: ${String(records.length)} queries`)).toBeVisible();
  }
  await panel.getByRole('button', { name: 'Measure', exact: true }).click();
  await expect(panel.getByRole('alert')).toContainText('3 records are in the calibration set chem-example.json too');
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'Leave them out' }).click();
  await expect(panel.getByText('domain-own.json: 3 queries, 3 answers; 3 left out, as they were analysed')).toBeVisible();
  const figures = panel.getByRole('grid', { name: 'Metrics on the domain set' });
  await expect(figures.getByRole('row', { name: /^nDCG@10/ })).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByRole('alert')).toBeHidden();
});
