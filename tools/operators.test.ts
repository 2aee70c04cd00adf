import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPERATORS_PAGE, operatorsPage } from './operators-page';

test('docs/OPERATORS.md is what npm run docs:operators writes', async () => {
  expect(readFileSync(OPERATORS_PAGE, 'utf8')).toBe(await operatorsPage());
});
