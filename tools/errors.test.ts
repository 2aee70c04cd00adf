import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('docs/guide/errors.md knows every code that the program raises', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const raised = sources.flatMap((path) => [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/readonly code = '(\w+)'/g)]);
  const codes = [...new Set(raised.map(([, code]) => code))];
  expect(codes.length).toBeGreaterThan(20);
  const page = readFileSync(join(root, 'docs/guide/errors.md'), 'utf8');
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});
