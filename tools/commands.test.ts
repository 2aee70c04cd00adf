import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMAND_PAGE, commandPage } from './command-page';

test('docs/guide/command-line.md is what npm run docs:commands writes', async () => {
  expect(readFileSync(COMMAND_PAGE, 'utf8')).toBe(await commandPage());
});
