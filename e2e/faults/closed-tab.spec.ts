import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { Studio } from '../studio';
import { readStoredZip } from '../zip';

/** Lets the browser keep downloads under their own names, as it does for a person. */
async function downloadsOf(context: BrowserContext, page: Page): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'downloads-'));
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  const { browserContextId = '' } = targetInfo;
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', browserContextId, downloadPath: folder });
  return folder;
}

/** An analysed built-in model on the Export tab: 45 MB to be written. */
async function ready(context: BrowserContext): Promise<{ page: Page; folder: string }> {
  const page = await context.newPage();
  const folder = await downloadsOf(context, page);
  const studio = new Studio(page);
  await studio.open();
  await studio.analyseQuickly('Processor (wasm)');
  await studio.go('Prune & export');
  await studio.openTab('Export');
  return { page, folder };
}

test('a tab that is closed in the middle of an export leaves no file', async ({ context }) => {
  const { page, folder } = await ready(context);
  await page.getByRole('button', { name: 'Export pruned model' }).click();
  await expect(page.getByText('Comparing embeddings with the pruned model in memory').first()).toBeVisible();
  await page.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a tab that is closed as the download begins leaves a whole file, or one that does not look whole', async ({ context }) => {
  const { page, folder } = await ready(context);
  await page.getByRole('button', { name: 'Export pruned model' }).click();
  await expect.poll(() => readdirSync(folder).length, { intervals: [5], timeout: 120_000 }).toBeGreaterThan(0);
  await page.close();
  const seen = readdirSync(folder);
  await expect.poll(() => readdirSync(folder).filter((name) => name.endsWith('.zip')).length, { timeout: 20_000 }).toBeLessThan(2);
  const names = readdirSync(folder);
  console.log(`in the folder as the tab was closed: ${seen.join(', ')}; afterwards: ${names.join(', ') || 'nothing'}`);
  for (const name of names) {
    if (/\.crdownload$|^\.com\.google\.Chrome/.test(name)) continue;
    const files = readStoredZip(readFileSync(join(folder, name)));
    expect([...files.keys()]).toContain('README.md');
    expect([...files.keys()].some((path) => path.endsWith('.onnx'))).toBe(true);
  }
});
