import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nginxLines, underscoreHeaders, vercelConfiguration } from './host-files.ts';
import { studioHeaders } from './security-headers.ts';

test('the guide shows the headers as they are', () => {
  expect(readFileSync(new URL('../../docs/guide/hosting.md', import.meta.url), 'utf8')).toContain(nginxLines(studioHeaders));
});

test('every host file holds every header', () => {
  for (const [name, value] of Object.entries(studioHeaders)) {
    expect(underscoreHeaders(studioHeaders)).toContain(`  ${name}: ${value}\n`);
    expect(JSON.parse(vercelConfiguration(studioHeaders))).toHaveProperty(
      'headers.0.headers',
      expect.arrayContaining([{ key: name, value }]),
    );
  }
});
