import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { watch } from './watch';

const root = join(import.meta.dirname, '..');

/** A folder that a person might drop as a model. */
export const tinyModel = join(root, 'tests/fixtures/models/tiny-bert');
export const dataFile = (name: 'general-example.json' | 'chem-example.json'): string => join(root, 'public/data', name);

/** Every page is isolated, keeps to the security policy, writes no error to the console and asks no other site for anything. */
export const test = base.extend<{ readonly watched: undefined; readonly hosts: readonly string[] }>({
  /** Other sites that a test may ask. */
  hosts: [[], { option: true }],
  watched: [
    async ({ page, hosts }, use) => {
      const check = await watch(page, hosts);
      await use(undefined);
      check();
      if (page.url().startsWith('http')) expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    },
    { auto: true },
  ],
});

export { expect };
