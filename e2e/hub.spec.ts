import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type HubServer, startHubServer } from '../tests/support/hub-server';
import { expectAccessible } from './axe';
import { expect, test, tinyModel } from './fixtures';
import { Studio } from './studio';

const HUB = 'https://huggingface.co';
test.use({ hosts: [HUB] });

const files = new Map(
  readdirSync(tinyModel, { recursive: true, encoding: 'utf8' })
    .map((path) => join(tinyModel, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => [relative(tinyModel, path).replaceAll('\\', '/'), new Uint8Array(readFileSync(path))] as const),
);
let server: HubServer;
test.beforeAll(async () => {
  server = await startHubServer({ files, token: 'secret' });
});
test.afterAll(() => server.close());

test('a model comes from the hub when the person asks for it, and is kept', async ({ page }) => {
  await page.route(`${HUB}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${server.origin}${pathname}${search}` }) });
  });
  const studio = new Studio(page);
  await studio.open();
  expect(server.requests).toEqual([]);
  await page.getByRole('button', { name: 'From the hub' }).click();
  const dialog = page.getByRole('dialog', { name: 'Model from the hub' });
  await dialog.getByLabel('Model', { exact: true }).fill('owner/tiny');
  await dialog.getByRole('button', { name: 'Look for it' }).click();
  await expect(dialog.getByRole('alert')).toContainText('it is private');
  await dialog.getByLabel(/^Token/).fill('secret');
  await dialog.getByRole('button', { name: 'Look for it' }).click();
  await expect(dialog.getByText('onnx/model.onnx (float32').first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Download and open' }).click();
  await expect(dialog).toBeHidden();
  await expect(studio.panel('Model')).toContainText('tiny');
  await expect(studio.panel('Model')).toContainText('BertModel');
  await expect(studio.panel('Model').getByText('Can be analysed.')).toBeVisible();

  await page.getByRole('button', { name: 'From the hub' }).click();
  await expect(dialog).toContainText('Downloaded models take');
  await dialog.getByRole('button', { name: 'Remove them' }).click();
  await expect(dialog).not.toContainText('Downloaded models take');
});
