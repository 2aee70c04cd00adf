import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeLargeQwen3 } from '../../tests/support/large-qwen3';
import { expect, test } from '../fixtures';
import { Studio } from '../studio';

const SHAPE = { vocabulary: 151_936, hidden: 768, intermediate: 2304, layers: 28, heads: 12, keyValueHeads: 6, headDim: 64 };

/** Bytes that the page and its worker hold, once what is not needed any more is gone. */
const held = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    type Measured = Performance & { measureUserAgentSpecificMemory(): Promise<{ bytes: number }> };
    return (await (performance as Measured).measureUserAgentSpecificMemory()).bytes;
  });

test('a model of 1.2 GiB is opened and inspected, and is not read into memory', async ({ page }) => {
  test.setTimeout(600_000);
  const root = mkdtempSync(join(tmpdir(), 'gaprune-large-'));
  try {
    const folder = join(root, 'large-qwen3');
    expect(writeLargeQwen3(folder, SHAPE)).toBeGreaterThan(2 ** 30);
    const studio = new Studio(page);
    await studio.open();
    const before = await held(page);
    await studio.choose('Model', 'Choose folder', folder);
    await expect(studio.panel('Model').getByText('large-qwen3').first()).toBeVisible({ timeout: 240_000 });
    await expect(studio.panel('Model').getByText('Can be analysed.')).toBeVisible({ timeout: 240_000 });
    const growth = (await held(page)) - before;
    console.log(`grew by ${(growth / 2 ** 20).toFixed(1)} MiB`);
    expect(growth).toBeLessThan(2 ** 27);
  } finally {
    rmSync(root, { recursive: true });
  }
});
