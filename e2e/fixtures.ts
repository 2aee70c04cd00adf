import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';

const root = join(import.meta.dirname, '..');

/** A folder that a person might drop as a model. */
export const tinyModel = join(root, 'tests/fixtures/models/tiny-bert');
export const dataFile = (name: 'general-example.json' | 'chem-example.json'): string => join(root, 'public/data', name);

/** Tests fail on anything the page writes to the console as an error: a breach of the security policy is one. */
export const test = base.extend<{ readonly quietConsole: undefined }>({
  quietConsole: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
