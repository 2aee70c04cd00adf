import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { dataFile, expect, test } from './fixtures';
import { Studio } from './studio';

/** Drops a file on the page itself, beside every zone. */
async function dropOnPage(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/json' }));
      return data;
    },
    [name, text],
  );
  await page.locator('main').dispatchEvent('drop', { dataTransfer: transfer });
}

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

test('a file dropped anywhere finds its place by name, or the page asks', async ({ page }) => {
  const studio = new Studio(page);
  await studio.open();
  const text = await readFile(dataFile('chem-example.json'), 'utf8');
  await dropOnPage(page, 'my-general.json', text);
  await expect(studio.panel('General set')).toContainText('my-general.json');
  await dropOnPage(page, 'records.json', text);
  const question = page.getByRole('status').filter({ hasText: 'Which set is records.json?' });
  await question.getByRole('button', { name: 'Domain set' }).click();
  await expect(studio.panel('Domain set')).toContainText('records.json');
});
